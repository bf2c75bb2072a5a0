import { isGreen, printTestId } from '#domain';
import type { AttemptState, Failure, Outcome, Reason, RunState, SuiteState, TestState } from '#domain';

/** One thing that is not green and must hang on exactly one cause. */
export interface Effect {
  /** Printed test id, or `suite::(blocked)`, or `suite::(suite)` when every test is green and the suite is not. */
  readonly id: string;
  readonly suite: SuiteState;
  readonly attempt?: AttemptState;
  readonly test?: TestState;
  readonly outcome: Outcome;
  readonly reason?: Reason;
  readonly failure?: Failure;
  /** Journal line that told it. */
  readonly seq: number;
}

/** Every effect of a run, in plan order. */
export function collectEffects(state: RunState): readonly Effect[] {
  return state.suites.flatMap(effectsOfSuite);
}

function effectsOfSuite(suite: SuiteState): readonly Effect[] {
  const attempt = suite.attempts.at(-1);
  const tests = attempt?.tests.filter((test) => !isGreen(test.outcome)) ?? [];
  if (attempt !== undefined && tests.length > 0) return tests.map((test) => effectOfTest(suite, attempt, test));
  return isGreen(suite.outcome) ? [] : [effectOfWholeSuite(suite, attempt)];
}

function effectOfTest(suite: SuiteState, attempt: AttemptState, test: TestState): Effect {
  const reason = test.reason ?? attempt.reason;
  const failure = test.failure ?? attempt.failure;
  return {
    id: printTestId(test.id),
    suite,
    attempt,
    test,
    outcome: test.outcome,
    seq: test.seq === 0 ? attempt.seq : test.seq,
    ...(reason === undefined ? {} : { reason }),
    ...(failure === undefined ? {} : { failure }),
  };
}

function effectOfWholeSuite(suite: SuiteState, attempt: AttemptState | undefined): Effect {
  const reason = suite.reason ?? attempt?.reason;
  const failure = suite.failure ?? attempt?.failure;
  return {
    id: `${suite.planned.name}::${suite.outcome === 'blocked' ? '(blocked)' : '(suite)'}`,
    suite,
    outcome: suite.outcome,
    seq: suite.seq,
    ...(attempt === undefined ? {} : { attempt }),
    ...(reason === undefined ? {} : { reason }),
    ...(failure === undefined ? {} : { failure }),
  };
}
