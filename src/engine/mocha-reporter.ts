// Runs inside a child. Mocha's own events → ours. Mocha's reporter interface is the one part of it that is documented as stable.

import path from 'node:path';
import type { AnnouncedTest, Failure, Mark, Outcome, Reason } from '#domain';
import type { Channel } from './channel-plugin.ts';
import { citationsOf } from './citations.ts';
import type { MochaReporter, MochaRunOptions, MochaRunnable, MochaRunner, MochaSuite } from './mocha-face.ts';
import type { Selection } from './selection-plugin.ts';
import { stretchLimit } from './stretch-limit.ts';
import { describeThrown, isAssertion } from './thrown.ts';

/** How much sooner than the runner we want to have told that a test takes too long. */
const MARGIN_MS = 400;

export interface ReporterContext {
  readonly channel: Channel;
  readonly cwd: string;
  /** Milliseconds until the runner's own limit strikes; Infinity without one. */
  readonly remainingMs: () => number;
  readonly nowMs: () => number;
  /** Limits that tests set for themselves count so many times; 1 in a run. */
  readonly limitFactor: number;
  /** What keeps the process waiting, for the text of a test that took too long. */
  readonly findPeers: () => { readonly peers: readonly { address: string; port: number }[]; readonly note: string };
  /** Whatever writes down what is asked of the world says whose question it was; undefined between groups of tests. */
  readonly nameTest: (ordinal: number | undefined) => void;
  /** True = tell which tests there are, and run none. */
  readonly listOnly: boolean;
  /** Absent = every test that mocha itself selects. */
  readonly only?: Selection;
}

interface Told {
  readonly outcome: Extract<Outcome, 'passed' | 'failed' | 'errored' | 'timed-out' | 'skipped'>;
  readonly reason?: Reason;
  readonly failure?: Failure;
}

class Telling {
  private readonly ordinals = new Map<MochaRunnable, number>();
  private readonly occurrences = new Map<string, number>();
  private readonly startedMs = new Map<number, number>();
  private readonly results = new Map<number, Told>();
  private readonly retried = new Set<number>();
  private readonly files = new Map<string, string>();
  private readonly runner: MochaRunner;
  private readonly options: MochaRunOptions;
  private readonly context: ReporterContext;

  constructor(runner: MochaRunner, options: MochaRunOptions, context: ReporterContext) {
    this.runner = runner;
    this.options = options;
    this.context = context;
  }

  listen(): void {
    const { runner } = this;
    runner.on('start', () => {
      this.announce();
      this.leaveOut(runner.suite);
      if (this.context.listOnly) runner.suite.suites.length = runner.suite.tests.length = 0;
    });
    runner.on('test', (test) => {
      const ordinal = this.ordinalOf(test);
      this.startedMs.set(ordinal, this.context.nowMs());
      this.context.nameTest(ordinal);
      this.context.channel.send({ kind: 'test-started', ordinal });
      this.tighten(test);
    });
    runner.on('hook', (hook) => {
      if (/^"(?:before|after) all"/u.test(hook.title)) this.context.nameTest(undefined);
      this.context.channel.flush();
      this.tighten(hook);
    });
    // A hook or a test may have made tests: they were in no collection, so nobody selected them.
    runner.on('hook end', () => {
      this.leaveOut(runner.suite);
    });
    runner.on('pass', (test) => {
      this.results.set(this.ordinalOf(test), { outcome: 'passed' });
    });
    runner.on('pending', (test) => {
      this.results.set(this.ordinalOf(test), { outcome: 'skipped', reason: 'declared' });
    });
    runner.on('retry', (test) => {
      this.retried.add(this.ordinalOf(test));
    });
    runner.on('fail', (runnable, error: unknown) => {
      this.fail(runnable, error);
    });
    runner.on('test end', (test) => {
      this.end(this.ordinalOf(test));
      this.leaveOut(runner.suite);
    });
  }

  /** All tests that will run and have not been announced: at the start, and again when a test appears that nobody knew. */
  private announce(): void {
    const fresh: AnnouncedTest[] = [];
    this.runner.suite.eachTest((test) => {
      if (this.ordinals.has(test) || !this.isSelected(test)) return;
      const described = this.describe(test);
      if (this.context.only?.has(described) === false) return;
      this.ordinals.set(test, this.ordinals.size);
      fresh.push(described);
    });
    if (fresh.length > 0) this.context.channel.announce(fresh);
  }

  /** Takes out of mocha's hands what is not to run; groups that are left empty run none of their hooks. */
  private leaveOut(suite: MochaSuite): void {
    if (this.context.only === undefined) return;
    suite.tests.splice(0, Infinity, ...suite.tests.filter((test) => this.ordinals.has(test)));
    for (const group of suite.suites) this.leaveOut(group);
  }

  private isSelected(test: MochaRunnable): boolean {
    const { grep } = this.options;
    if (!(grep instanceof RegExp)) return true;
    // A global or sticky expression remembers where it stopped; mocha's own count would then differ from ours.
    grep.lastIndex = 0;
    return grep.test(test.fullTitle()) !== (this.options.invert === true);
  }

  private describe(test: MochaRunnable): AnnouncedTest {
    const titles = test.titlePath().map(String);
    const key = JSON.stringify(titles);
    const occurrence = (this.occurrences.get(key) ?? 0) + 1;
    this.occurrences.set(key, occurrence);
    const file = test.file === undefined ? {} : { file: this.shorten(test.file) };
    return { titles, occurrence, requirements: citationsOf(titles), ...file };
  }

  private shorten(file: string): string {
    const known = this.files.get(file) ?? path.relative(this.context.cwd, file);
    this.files.set(file, known);
    return known;
  }

  /** A retry runs a clone of the test; a test made while running is announced now. */
  private ordinalOf(test: MochaRunnable): number {
    const known = this.ordinals.get(originalOf(test));
    if (known !== undefined) return known;
    this.announce();
    const found = this.ordinals.get(originalOf(test));
    if (found !== undefined) return found;
    const ordinal = this.ordinals.size;
    this.ordinals.set(test, ordinal);
    this.context.channel.announce([this.describe(test)]);
    return ordinal;
  }

  /** The framework is to report first: no test or hook may be allowed more than what is left of the whole limit. */
  private tighten(runnable: MochaRunnable): void {
    const remainingMs = Math.floor(this.context.remainingMs() - MARGIN_MS);
    if (remainingMs < 1 || remainingMs === Infinity) return;
    const ownMs = runnable.timeout();
    if (ownMs === 0 || ownMs > remainingMs) runnable.timeout(remainingMs);
    stretchLimit(runnable, this.context.limitFactor, remainingMs);
  }

  private fail(runnable: MochaRunnable, error: unknown): void {
    const failure = describeThrown(error);
    const tookTooLong = failure.code === 'ERR_MOCHA_TIMEOUT';
    const titles = runnable.titlePath().map(String);
    if (runnable.type === 'hook') {
      const phase = runnable.title.startsWith('"before') ? 'set-up' : 'teardown';
      this.context.channel.send({ kind: 'hook-failed', titles, phase, failure });
    } else if (runnable.type === 'test') {
      this.failTest(this.ordinalOf(runnable), tookTooLong, { error, failure });
    } else {
      const told = { titles, outcome: 'errored', reason: 'exception', marks: [], durationMs: 0, failure } as const;
      this.context.channel.send({ kind: 'test-told', ...told });
    }
    // What is left of the limit would not let another test come to an end of its own.
    if (tookTooLong && this.context.remainingMs() <= MARGIN_MS + 50) this.runner.abort();
  }

  private failTest(
    ordinal: number,
    tookTooLong: boolean,
    { error, failure }: { error: unknown; failure: Failure },
  ): void {
    if (tookTooLong) {
      this.context.channel.send({ kind: 'waiting', ordinal, ...this.context.findPeers() });
      this.results.set(ordinal, { outcome: 'timed-out', reason: 'time-limit', failure });
      return;
    }
    const already = this.results.get(ordinal)?.outcome === 'passed';
    this.results.set(ordinal, { outcome: 'failed', reason: isAssertion(error) ? 'assertion' : 'exception', failure });
    // Raised after the test had passed (a second done(), a stray rejection): mocha tells no end again.
    if (already) this.end(ordinal);
  }

  private end(ordinal: number): void {
    const told = this.results.get(ordinal);
    if (told === undefined) return;
    const startedMs = this.startedMs.get(ordinal);
    const durationMs = startedMs === undefined ? 0 : Math.round((this.context.nowMs() - startedMs) * 1000) / 1000;
    const marks: readonly Mark[] = this.retried.has(ordinal) && told.outcome === 'passed' ? ['flaky'] : [];
    // The next thing is the start of a test, a hook, or the end: each of them sends it.
    this.context.channel.sendSoon({ kind: 'test-ended', ordinal, ...told, marks, durationMs });
  }
}

/** A reporter as mocha constructs it, bound to one attempt. */
export function makeReporter(context: ReporterContext): MochaReporter {
  return class extends Telling {
    constructor(runner: MochaRunner, options: MochaRunOptions) {
      super(runner, options, context);
      this.listen();
    }
  };
}

function originalOf(test: MochaRunnable): MochaRunnable {
  return test.retriedTest?.() ?? test;
}
