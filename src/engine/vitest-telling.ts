// Runs inside a worker of vitest. What its tasks say of themselves → our events.

import type { Failure, Mark } from '#domain';
import type { Channel } from './channel-plugin.ts';
import { findPeers } from './peers-plugin.ts';
import { Roll, SKIPPED } from './roll-plugin.ts';
import type { Found, Told, Wanted } from './roll-plugin.ts';
import { describeThrown, isAssertion } from './thrown.ts';
import type { VitestError, VitestFile, VitestSuite, VitestTest } from './vitest-face.ts';
import type { Part } from './parts.ts';

/** How far the present try of a test came. */
interface Phases {
  called: boolean;
  /** Errors that stood there when its function had ended. */
  errorsAtEnd?: number;
  errorsAtStart: number;
}

/** One file. */
export class VitestTelling {
  readonly #channel: Channel;
  readonly #part: Part;
  readonly #roll: Roll<VitestTest>;
  readonly #listOnly: boolean;
  readonly #phases = new Map<VitestTest, Phases>();
  /** Groups of which a test has begun: what fails there afterwards is no set-up. */
  readonly #begun = new Set<VitestSuite>();
  #isOver = false;

  constructor(channel: Channel, part: Part, input: Wanted & { readonly list: boolean }) {
    this.#channel = channel;
    this.#part = part;
    this.#roll = new Roll(channel, input);
    this.#listOnly = input.list;
  }

  /** All tests of the file are known, and none has begun. */
  collect(file: VitestFile): void {
    const [error] = file.result?.state === 'fail' ? (file.result.errors ?? []) : [];
    if (error !== undefined) {
      this.#endPart('collection', error);
      return;
    }
    const tests = listTests(file);
    this.#roll.call(tests.map((test) => this.#describe(test)));
    for (const test of tests) {
      if (!this.#roll.has(test)) test.mode = 'skip';
      else if (isLeftOut(test) && !this.#listOnly) this.#roll.end(test, SKIPPED);
    }
    leaveOutEmpty(file);
  }

  beginSuite(suite: VitestSuite): void {
    // A file without a test is found out only now.
    const [error] = suite.suite === undefined && suite.tasks.length === 0 ? (suite.result?.errors ?? []) : [];
    if (error !== undefined && suite.result?.state === 'fail' && suite === suite.file) this.#endPart('no-tests', error);
  }

  endSuite(suite: VitestSuite): void {
    for (const error of suite.result?.errors ?? []) {
      const titles = [...this.#part.prefix, ...groupsOf(suite)];
      const phase = this.#begun.has(suite) ? 'teardown' : 'set-up';
      const name = phase === 'set-up' ? '(beforeAll)' : '(afterAll)';
      const failure = describeThrown(error);
      this.#channel.send({ kind: 'hook-failed', titles: [...titles, name], phase, failure });
      if (phase === 'set-up') this.#leaveUndone(suite, failure);
    }
  }

  #leaveUndone(suite: VitestSuite, { message }: Failure): void {
    const failure = {
      type: 'not-run',
      message: `not run: a set-up hook failed: ${message}`,
      source: 'raised',
      frames: [],
    } as const;
    for (const test of listTests(suite)) {
      this.#roll.end(test, { outcome: 'not-run', reason: 'set-up', marks: [], durationMs: 0, failure });
    }
  }

  beginTest(test: VitestTest): void {
    for (let group = test.suite; group !== undefined; group = group.suite) this.#begun.add(group);
    this.#begun.add(test.file);
    this.#phases.set(test, { called: false, errorsAtStart: countErrors(test) });
    this.#roll.start(test);
  }

  beginCall(test: VitestTest): void {
    const phases = this.#phases.get(test);
    if (phases !== undefined) phases.called = true;
  }

  endCall(test: VitestTest): void {
    const phases = this.#phases.get(test);
    if (phases !== undefined) phases.errorsAtEnd = countErrors(test);
    // Vitest says no more of a test that left itself out.
    if (test.result?.pending === true || test.result?.state === 'skip') this.#roll.end(test, SKIPPED);
  }

  endTest(test: VitestTest): void {
    this.#roll.end(test, this.#conclude(test));
  }

  #conclude(test: VitestTest): Told {
    const { state, errors = [], duration = 0 } = test.result ?? {};
    const durationMs = Math.max(0, duration);
    if (state === 'pass') return { outcome: 'passed', marks: marksOf(test), durationMs };
    const first = this.#phases.get(test)?.errorsAtStart ?? 0;
    const error = errors[first] ?? errors.at(-1) ?? { message: 'failed, and vitest does not say why' };
    const failure = describeThrown(error);
    if (test.fails === true) return { outcome: 'failed', reason: 'assertion', marks: ['xpass'], durationMs, failure };
    return { ...this.#explain(test, error, failure), marks: [], durationMs, failure };
  }

  #explain(test: VitestTest, error: VitestError, failure: Failure): Pick<Told, 'outcome' | 'reason'> {
    const phases = this.#phases.get(test);
    if (phases?.called === false) return { outcome: 'errored', reason: 'set-up' };
    if (phases?.errorsAtEnd === phases?.errorsAtStart) return { outcome: 'errored', reason: 'teardown' };
    if (/^Test timed out in \d+ms/u.test(failure.message)) {
      this.#roll.wait(test, findPeers());
      return { outcome: 'timed-out', reason: 'time-limit' };
    }
    return { outcome: 'failed', reason: isAssertion(error) ? 'assertion' : 'exception' };
  }

  #describe(test: VitestTest): Found<VitestTest> {
    const { file, prefix } = this.#part;
    const line = test.location?.line;
    const titles = [...prefix, ...(test.suite === undefined ? [] : groupsOf(test.suite)), test.name];
    return { key: test, titles, file, ...(line !== undefined && { line }) };
  }

  #endPart(reason: 'collection' | 'no-tests', error: VitestError): void {
    if (this.#isOver) return;
    this.#isOver = true;
    const { from, prefix } = this.#part;
    const failure = describeThrown(error);
    this.#channel.send({
      kind: 'part-ended',
      from,
      titles: [...prefix, '(load)'],
      outcome: 'errored',
      reason,
      failure,
    });
  }
}

function listTests(suite: VitestSuite): readonly VitestTest[] {
  return suite.tasks.flatMap((task) => (task.type === 'suite' ? listTests(task) : [task]));
}

/** The names of a group and of those around it; the file itself is none. */
function groupsOf(suite: VitestSuite): readonly string[] {
  if (suite === suite.file) return [];
  return [...(suite.suite === undefined ? [] : groupsOf(suite.suite)), suite.name];
}

function isLeftOut({ mode }: VitestTest): boolean {
  return mode === 'skip' || mode === 'todo';
}

/** Hooks of a group run unless the group itself is left out. True when nothing of it is to run. */
function leaveOutEmpty(suite: VitestSuite): boolean {
  const empty = suite.tasks.map((task) => (task.type === 'suite' ? leaveOutEmpty(task) : isLeftOut(task)));
  const isEmpty = suite.tasks.length > 0 && empty.every(Boolean);
  if (isEmpty && suite.mode !== 'todo') suite.mode = 'skip';
  return isEmpty;
}

function marksOf({ fails, result }: VitestTest): readonly Mark[] {
  const xfail = fails === true ? (['xfail'] as const) : [];
  return (result?.retryCount ?? 0) > 0 ? [...xfail, 'flaky'] : xfail;
}

function countErrors(test: VitestTest): number {
  return test.result?.errors?.length ?? 0;
}
