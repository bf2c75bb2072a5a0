import type { Failure } from './failure.ts';
import { printTestId } from './identity.ts';
import { present } from './present.ts';
import type { AttemptState, SuiteState, TestState } from './run-state.ts';
import { isGreen } from './words.ts';
import type { Outcome, Reason } from './words.ts';

/** One thing that is not green: it hangs on exactly one cause, and every report shows it with its text. */
export interface Effect {
  /** Printed test id, or `suite::(blocked)`, or `suite::(suite)` when every test is green and the suite is not. */
  readonly id: string;
  readonly suite: SuiteState;
  readonly attempt?: AttemptState;
  readonly test?: TestState;
  readonly outcome: Outcome;
  readonly reason?: Reason;
  readonly failure: Failure;
  /** Journal line that told it. */
  readonly seq: number;
}

// Asked for by judge, assess and every report: a run may hold 100,000 of them, and a suite that was folded never changes.
const KNOWN = new WeakMap<SuiteState, readonly Effect[]>();

/** The effects of one suite: its red tests, or itself when it is not green although none of its tests is red. */
export function listEffects(suite: SuiteState): readonly Effect[] {
  const known = KNOWN.get(suite);
  if (known !== undefined) return known;
  const found = findEffects(suite);
  KNOWN.set(suite, found);
  return found;
}

function findEffects(suite: SuiteState): readonly Effect[] {
  const attempt = suite.attempts.at(-1);
  const red = attempt?.tests.filter((test) => !isGreen(test.outcome)) ?? [];
  if (attempt !== undefined && red.length > 0) return red.map((test) => effectOfTest(suite, attempt, test));
  return isGreen(suite.outcome) ? [] : [effectOfSuite(suite, attempt)];
}

function effectOfTest(suite: SuiteState, attempt: AttemptState, test: TestState): Effect {
  return {
    id: printTestId(test.id),
    suite,
    attempt: attemptOf(attempt, test),
    test,
    outcome: test.outcome,
    failure: test.failure ?? attempt.failure ?? wordless(test.outcome),
    seq: test.seq === 0 ? attempt.seq : test.seq,
    ...present({ reason: test.reason }),
  };
}

// To who judges it, a test that had a process to itself had an attempt to itself.
function attemptOf(attempt: AttemptState, { process }: TestState): AttemptState {
  if (process === undefined) return attempt;
  const { hang: _hang, busy: _busy, endedAtMs: _endedAtMs, ...rest } = attempt;
  const { number: _number, ...own } = process;
  return { ...rest, ...own };
}

function effectOfSuite(suite: SuiteState, attempt: AttemptState | undefined): Effect {
  return {
    id: `${suite.planned.name}::${suite.outcome === 'blocked' ? '(blocked)' : '(suite)'}`,
    suite,
    outcome: suite.outcome,
    failure: suite.failure ?? attempt?.failure ?? wordless(suite.outcome),
    seq: suite.seq,
    ...present({ attempt, reason: suite.reason ?? attempt?.reason }),
  };
}

// A journal that was cut or written by somebody else may lack a text; a report never does.
function wordless(outcome: Outcome): Failure {
  return { type: outcome, message: `${outcome}, and no text was told`, source: 'runner', frames: [] };
}
