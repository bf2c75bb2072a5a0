// Runs wherever jest runs a file. What its runner says of tests and hooks → our events.

import type { Failure, Mark } from '#domain';
import type { Channel } from './channel-plugin.ts';
import type { CircusBlock, CircusError, CircusEvent, CircusState, CircusTest, JestFileResult } from './jest-face.ts';
import type { Part } from './parts.ts';
import { findPeers } from './peers-plugin.ts';
import { Roll, SKIPPED } from './roll-plugin.ts';
import type { Found, Told, Wanted } from './roll-plugin.ts';
import { describeThrown, isAssertion } from './thrown.ts';

/** How much sooner than the runner of reality jest is to tell that a test takes too long. */
const MARGIN_MS = 400;
const RETRY_TIMES = Symbol.for('RETRY_TIMES');

type Phase = 'set-up' | 'call' | 'teardown';

interface TellingInput extends Wanted {
  readonly list: boolean;
  readonly deadlineAtMs?: number;
  /** Of the test's environment: where jest keeps how often a test is tried again. */
  readonly global: object;
}

/** One file. */
export class JestTelling {
  readonly #channel: Channel;
  readonly #part: Part;
  readonly #input: TellingInput;
  readonly #roll: Roll<CircusTest>;
  /** Where a test broke first, in its present try. */
  readonly #broken = new Map<CircusTest, Phase>();
  /** Failed, and may yet be tried again. */
  readonly #held = new Set<CircusTest>();
  #isHeard = false;

  constructor(channel: Channel, part: Part, input: TellingInput) {
    this.#channel = channel;
    this.#part = part;
    this.#input = input;
    this.#roll = new Roll(channel, input);
  }

  take(event: CircusEvent, state: CircusState): void {
    if (event.name === 'run_start') this.#begin(state.rootDescribeBlock);
    else if (event.name === 'run_finish') this.#endHeld();
    else if (event.name === 'error') this.#takeError(event.error, state);
    else if (event.name === 'hook_failure') this.#breakHook(event);
    else if (event.test !== undefined) this.#takeTest(event.name, event.test, state);
  }

  /** The file could not be loaded, or its environment broke. */
  fail(error: unknown): void {
    const { from, prefix } = this.#part;
    const [outcome, reason] = ['errored', 'collection'] as const;
    const titles = [...prefix, '(load)'];
    this.#channel.send({ kind: 'part-ended', from, titles, outcome, reason, failure: describeThrown(error) });
  }

  /** A runner that is not jest's own says nothing on the way. */
  end({ testResults = [] }: JestFileResult): void {
    if (this.#isHeard) return;
    for (const { ancestorTitles, title, status, duration, failureMessages } of testResults) {
      const titles = [...this.#part.prefix, ...ancestorTitles, title];
      const base = { kind: 'test-told', titles, marks: [], durationMs: duration ?? 0 } as const;
      if (status === 'passed') this.#channel.send({ ...base, outcome: 'passed' });
      else if (status !== 'failed') this.#channel.send({ ...base, outcome: 'skipped', reason: 'declared' });
      else {
        const failure = describeThrown({ name: 'Error', message: failureMessages.join('\n') });
        this.#channel.send({ ...base, outcome: 'failed', reason: 'exception', failure });
      }
    }
  }

  /** All tests of the file are known, and none has begun. */
  #begin(root: CircusBlock): void {
    this.#isHeard = true;
    const tests = listTests(root);
    this.#roll.call(tests.map((test) => this.#describe(test)));
    // Hooks of a group run where one of its tests does.
    for (const test of tests) if (this.#input.list || !this.#roll.has(test)) test.mode = 'skip';
    if (tests.length === 0) this.#tellEmpty();
  }

  #tellEmpty(): void {
    const { from, prefix } = this.#part;
    const failure = describeThrown({ name: 'Error', message: 'the file holds no test' });
    const [outcome, reason] = ['errored', 'no-tests'] as const;
    this.#channel.send({ kind: 'part-ended', from, titles: [...prefix, '(load)'], outcome, reason, failure });
  }

  #takeTest(name: string, test: CircusTest, state: CircusState): void {
    if (this.#input.list) return;
    if (name === 'test_start') this.#tighten(test, state);
    else if (name === 'test_started') this.#roll.start(test);
    else if (name === 'test_skip' || name === 'test_todo') this.#roll.end(test, SKIPPED);
    else if (name === 'test_fn_failure') this.#break(test, 'call');
    else if (name === 'test_retry') this.#broken.delete(test);
    else if (name === 'test_done') this.#endTest(test, state);
  }

  /** The framework is to report first. */
  #tighten(test: CircusTest, state: CircusState): void {
    const remainingMs = (this.#input.deadlineAtMs ?? Infinity) - Date.now() - MARGIN_MS;
    if (remainingMs < 1 || remainingMs === Infinity) return;
    const ownMs = test.timeout ?? state.testTimeout;
    if (ownMs > remainingMs) test.timeout = Math.floor(remainingMs);
  }

  #break(test: CircusTest, phase: Phase): void {
    if (!this.#broken.has(test)) this.#broken.set(test, phase);
  }

  #breakHook({ hook, test, describeBlock, error }: CircusEvent): void {
    if (test !== undefined) this.#break(test, hook?.type === 'afterEach' ? 'teardown' : 'set-up');
    // Jest lets each test below it fail with it, and so do we.
    else if (hook?.type === 'beforeAll') return;
    else {
      const titles = [...this.#part.prefix, ...groupsOf(describeBlock), '(afterAll)'];
      this.#channel.send({ kind: 'hook-failed', titles, phase: 'teardown', failure: describeError(error) });
    }
  }

  /** Raised where nobody caught it: jest has given it to the test that was running, if there was one. */
  #takeError(error: unknown, { rootDescribeBlock, unhandledErrors }: CircusState): void {
    if (unhandledErrors.some((each) => rootOf(each) === error)) {
      this.#tellStray(error);
      return;
    }
    for (const test of listTests(rootDescribeBlock)) {
      if (test.errors.some((each) => rootOf(each) === error)) this.#break(test, 'call');
    }
  }

  #tellStray(error: unknown): void {
    const told = { outcome: 'errored', reason: 'exception', marks: [], durationMs: 0 } as const;
    const titles = [...this.#part.prefix, '(unhandled error)'];
    this.#channel.send({ kind: 'test-told', titles, ...told, failure: describeError(error) });
  }

  #endTest(test: CircusTest, state: CircusState): void {
    this.#held.delete(test);
    if (test.errors.length > 0 && this.#mayRetry(test, state)) this.#held.add(test);
    else this.#roll.end(test, this.#conclude(test));
  }

  #mayRetry(test: CircusTest, { describeRetryOptions }: CircusState): boolean {
    const times = Number(Reflect.get(this.#input.global, RETRY_TIMES) ?? 0);
    return test.invocations <= times || (describeRetryOptions?.size ?? 0) > 0;
  }

  #endHeld(): void {
    for (const test of this.#held) this.#roll.end(test, this.#conclude(test));
  }

  #conclude(test: CircusTest): Told {
    const durationMs = Math.max(0, test.duration ?? 0);
    const [error] = test.errors;
    if (error === undefined) return { outcome: 'passed', marks: marksOf(test), durationMs };
    const failure = describeError(error);
    const phase = this.#broken.get(test) ?? 'set-up';
    if (test.failing === true && phase === 'call' && failure.message.startsWith('Failing test passed')) {
      return { outcome: 'failed', reason: 'assertion', marks: ['xpass'], durationMs, failure };
    }
    return { ...this.#explain(test, { error, failure, phase }), marks: [], durationMs, failure };
  }

  #explain(
    test: CircusTest,
    { error, failure, phase }: { readonly error: CircusError; readonly failure: Failure; readonly phase: Phase },
  ): Pick<Told, 'outcome' | 'reason'> {
    if (phase !== 'call') return { outcome: 'errored', reason: phase };
    if (/Exceeded timeout of \d+ ms for a test/u.test(failure.message)) {
      this.#roll.wait(test, findPeers());
      return { outcome: 'timed-out', reason: 'time-limit' };
    }
    return { outcome: 'failed', reason: isAssertion(rootOf(error)) ? 'assertion' : 'exception' };
  }

  #describe(test: CircusTest): Found<CircusTest> {
    const { file, prefix } = this.#part;
    return { key: test, titles: [...prefix, ...groupsOf(test.parent), test.name], file };
  }
}

function listTests(block: CircusBlock): readonly CircusTest[] {
  return block.children.flatMap((child) => (child.type === 'describeBlock' ? listTests(child) : [child]));
}

/** The names of a group and of those around it; the outermost one is jest's own. */
function groupsOf(block: CircusBlock | undefined): readonly string[] {
  if (block?.parent === undefined) return [];
  return [...groupsOf(block.parent), block.name];
}

function marksOf({ failing, invocations }: CircusTest): readonly Mark[] {
  const xfail = failing === true ? (['xfail'] as const) : [];
  return invocations > 1 ? [...xfail, 'flaky'] : xfail;
}

/** Jest keeps beside what was raised an error that it made where the test stands. */
function rootOf(error: CircusError): unknown {
  if (!Array.isArray(error)) return error;
  const both: readonly unknown[] = error;
  return both[0] ?? both[1];
}

function describeError(error: CircusError): Failure {
  const raised = rootOf(error);
  // Jest's own word on a test that took too long is no object.
  const isOwnWord = typeof raised === 'string' && raised.startsWith('Exceeded timeout');
  const failure = describeThrown(isOwnWord ? { name: 'Error', message: raised } : raised);
  const placed: unknown = Array.isArray(error) ? error[1] : undefined;
  if (failure.frames.length > 0 || placed === undefined) return failure;
  return { ...failure, frames: describeThrown(placed).frames };
}
