import { listEffects } from '#domain';
import type { Counts, Mark, Outcome, RunState, SuiteState, TestState } from '#domain';
import type { Pick } from './selector.ts';

// Outcomes that mean "its own code ran": only these enter the pass rate.
const EXECUTED: ReadonlySet<Outcome> = new Set([
  'passed',
  'failed',
  'errored',
  'timed-out',
  'crashed',
  'mock-violation',
]);

export function wasExecuted({ outcome }: TestState): boolean {
  return EXECUTED.has(outcome);
}

/** Tests of the attempt that decides: the last one. */
export function decidingTests(suite: SuiteState): readonly TestState[] {
  return suite.attempts.at(-1)?.tests ?? [];
}

const MARKED = ['hollow', 'empty', 'flaky', 'unguarded'] as const satisfies readonly Mark[];

export const NOTHING_COUNTED: Counts = {
  tests: 0,
  executed: 0,
  passed: 0,
  skipped: 0,
  effects: 0,
  blockedSuites: 0,
  hollow: 0,
  empty: 0,
  flaky: 0,
  unguarded: 0,
  mocks: 0,
};

type Tally = { -readonly [Key in keyof Counts]: Counts[Key] };

/** Counts over what is picked; every test, effect and mark at most once. */
export function countPicked({ suites }: RunState, pick: Pick): Counts {
  const tally: Tally = { ...NOTHING_COUNTED };
  for (const suite of suites) addSuite(tally, suite, pick);
  return tally;
}

function addSuite(tally: Tally, suite: SuiteState, pick: Pick): void {
  const tests = decidingTests(suite).filter((test) => pick(suite, test));
  const borne = new Set<Mark>();
  for (const test of tests) {
    addTest(tally, test);
    for (const mark of test.marks) borne.add(mark);
  }
  const effects = listEffects(suite).filter(({ test }) => pick(suite, test));
  tally.effects += effects.length;
  tally.mocks += effects.filter(({ outcome }) => outcome === 'mock-violation').length;
  if (!pick(suite)) return;
  if (suite.outcome === 'blocked') tally.blockedSuites += 1;
  // A suite is flaky because its tests are: the mark counts at the suite only where no test bears it.
  for (const mark of MARKED) if (bears(suite, mark) && !borne.has(mark)) tally[mark] += 1;
}

function addTest(tally: Tally, test: TestState): void {
  tally.tests += 1;
  if (wasExecuted(test)) tally.executed += 1;
  if (test.outcome === 'passed') tally.passed += 1;
  if (test.outcome === 'skipped') tally.skipped += 1;
  for (const mark of MARKED) if (bears(test, mark)) tally[mark] += 1;
}

// Hollow is a pass that proves nothing: what did not pass claims nothing either.
function bears({ marks, outcome }: SuiteState | TestState, mark: Mark): boolean {
  return marks.includes(mark) && (mark !== 'hollow' || outcome === 'passed');
}
