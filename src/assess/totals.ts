import { HEADINGS, MARKS, OUTCOMES, isGreen, listEffects, zeroFor } from '#domain';
import type { Cause, Heading, Mark, Outcome, RunState, SuiteState, TestState, Totals } from '#domain';

// Outcomes that mean "its own code ran": only these enter the pass rate.
const EXECUTED: ReadonlySet<Outcome> = new Set([
  'passed',
  'failed',
  'errored',
  'timed-out',
  'crashed',
  'mock-violation',
]);

/** Tests of the attempt that decides: the last one. */
export function decidingTests(suite: SuiteState): readonly TestState[] {
  return suite.attempts.at(-1)?.tests ?? [];
}

/** Counts everything once: each test by its outcome, each cause and each effect by its heading. */
export function countTotals(state: RunState, causes: readonly Cause[]): Totals {
  const tests = state.suites.flatMap(decidingTests);
  const executed = tests.filter((test) => EXECUTED.has(test.outcome)).length;
  const passed = tests.filter((test) => test.outcome === 'passed').length;
  return {
    suites: state.suites.length,
    tests: tests.length,
    executed,
    byOutcome: tally(
      OUTCOMES,
      tests.map((test) => test.outcome),
    ),
    byMark: tally(MARKS, state.suites.flatMap(collectMarks)),
    blockedSuites: state.suites.filter((suite) => suite.outcome === 'blocked').length,
    effectsByHeading: sumBy(causes, (cause) => cause.effects.length),
    causesByHeading: sumBy(causes, () => 1),
    ...(executed === 0 ? {} : { passRate: passed / executed }),
  };
}

// A suite is flaky because its tests are: the mark counts at the tests, and at the suite only where no test bears it.
function collectMarks(suite: SuiteState): readonly Mark[] {
  const ofTests = decidingTests(suite).flatMap((test) => test.marks);
  const borne = new Set(ofTests);
  return [...ofTests, ...suite.marks.filter((mark) => !borne.has(mark))];
}

function tally<Word extends string>(words: readonly Word[], seen: readonly Word[]): Readonly<Record<Word, number>> {
  const counts = zeroFor(words);
  for (const word of seen) counts[word] += 1;
  return counts;
}

function sumBy(causes: readonly Cause[], weigh: (cause: Cause) => number): Readonly<Record<Heading, number>> {
  const sums = zeroFor(HEADINGS);
  for (const cause of causes) sums[cause.heading] += weigh(cause);
  return sums;
}

/**
 * The identity of counts, asserted before any file is written: a report whose sums do not agree is worse than none.
 * Throws, as a bug of ours, naming the sum that is off.
 */
export function assertIdentity(state: RunState, totals: Totals, causes: readonly Cause[]): void {
  const outcomes = sum(Object.values(totals.byOutcome));
  if (outcomes !== totals.tests) throw new Error(`counts disagree: ${outcomes} outcomes for ${totals.tests} tests`);
  const expected = countEffects(state);
  const effects = sum(Object.values(totals.effectsByHeading));
  if (effects !== expected)
    throw new Error(`counts disagree: ${effects} effects hang on causes, ${expected} things are not green`);
  const judged = new Set(causes.flatMap((cause) => cause.effects));
  const missed = state.suites.flatMap(listEffects).find((effect) => !judged.has(effect.id));
  if (missed !== undefined) throw new Error(`counts disagree: ${missed.id} hangs on no cause`);
}

// Counted apart from the list of effects: a suite whose tests are all green and that is not green itself counts once, as itself.
function countEffects(state: RunState): number {
  return sum(
    state.suites.map((suite) => {
      const red = decidingTests(suite).filter((test) => !isGreen(test.outcome)).length;
      return red > 0 ? red : Number(!isGreen(suite.outcome));
    }),
  );
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
