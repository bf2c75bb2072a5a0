// Runs inside a child. How a test of Node's own runner came out, in our words.

import type { Failure } from '#domain';
import type { NodeTest } from './node-test-face.ts';
import { SKIPPED } from './roll-plugin.ts';
import type { Told } from './roll-plugin.ts';
import { describeThrown, isAssertion } from './thrown.ts';

/** `began` = its function was called; a test may end without, when what is around it ends. */
export function concludeTest(test: NodeTest, began: boolean): Told {
  const durationMs = began ? Math.max(0, test.duration()) : 0;
  if (test.skipped) return { ...SKIPPED, durationMs };
  if (test.isTodo) return concludeTodo(test, durationMs);
  if (test.passed) {
    const isExpected = test.expectFailure !== undefined && test.expectFailure !== false;
    return { outcome: 'passed', marks: isExpected ? ['xfail'] : [], durationMs };
  }
  const failure = describeCause(test.error);
  if (!began) return describeUndone(failure);
  return { ...explain(test), durationMs, failure };
}

/** Not to be counted, whichever way it went; without a function it is merely a note. */
function concludeTodo(test: NodeTest, durationMs: number): Told {
  if (!test.passed) return { outcome: 'passed', marks: ['xfail'], durationMs };
  return { ...SKIPPED, durationMs };
}

function describeUndone(failure: Failure): Told {
  const message = `not run: ${failure.message}`;
  return {
    outcome: 'not-run',
    reason: 'set-up',
    marks: [],
    durationMs: 0,
    failure: { ...failure, type: 'not-run', message },
  };
}

function explain({ error, expectFailure }: NodeTest): Pick<Told, 'outcome' | 'reason' | 'marks'> {
  const type = failureTypeOf(error);
  if (type === 'testTimeoutFailure') return { outcome: 'timed-out', reason: 'time-limit', marks: [] };
  if (type === 'hookFailed') {
    const isTeardown = /running after(?:Each)? hook/u.test(messageOf(error));
    return { outcome: 'errored', reason: isTeardown ? 'teardown' : 'set-up', marks: [] };
  }
  if (expectFailure !== undefined && expectFailure !== false && type === 'expectedFailure') {
    return { outcome: 'failed', reason: 'assertion', marks: ['xpass'] };
  }
  return { outcome: 'failed', reason: isAssertion(causeOf(error)) ? 'assertion' : 'exception', marks: [] };
}

/** Why Node's runner says it failed (`testCodeFailure`, `hookFailed`, …). */
export function failureTypeOf(error: unknown): string {
  const type: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'failureType') : undefined;
  return typeof type === 'string' ? type : '';
}

/** What was raised in the test; Node wraps it. */
export function describeCause(error: unknown): Failure {
  const cause = causeOf(error);
  // A plain text is Node's own word: `1 subtest failed`.
  return describeThrown(typeof cause === 'string' ? { name: failureTypeOf(error), message: cause } : cause);
}

function causeOf(error: unknown): unknown {
  if (failureTypeOf(error) === '') return error;
  const cause: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'cause') : undefined;
  return cause ?? error;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : '';
}
