import { HEADINGS, MARKS, OUTCOMES, isGreen, listEffects, zeroFor } from '#domain';
import type { Cause, Counts, Heading, Mark, RunState, SuiteState, Totals } from '#domain';
import { countPicked, decidingTests, wasExecuted } from './counts.ts';
import type { Scope } from './scope.ts';

/** Counts everything once: each test by its outcome, each cause and each effect by its heading; then what is in scope, and what counts. */
export function countTotals(state: RunState, causes: readonly Cause[], scope: Scope): Totals {
  const tests = state.suites.flatMap(decidingTests);
  const inScope = countPicked(state, scope.inScope);
  const counted = scope.counted === scope.inScope ? inScope : countPicked(state, scope.counted);
  const isCounted = (cause: Cause): boolean => !scope.setAside.has(cause.id);
  return {
    suites: state.suites.length,
    tests: tests.length,
    executed: tests.filter(wasExecuted).length,
    byOutcome: tally(
      OUTCOMES,
      tests.map((test) => test.outcome),
    ),
    byMark: tally(MARKS, state.suites.flatMap(collectMarks)),
    blockedSuites: state.suites.filter((suite) => suite.outcome === 'blocked').length,
    effectsByHeading: sumBy(causes, (cause) => cause.effects.length),
    causesByHeading: sumBy(causes, () => 1),
    inScope,
    counted,
    countedCauses: sumBy(causes, (cause) => Number(isCounted(cause))),
    ...(inScope.executed === 0 ? {} : { passRate: inScope.passed / inScope.executed }),
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

export interface Tallied {
  readonly totals: Totals;
  readonly causes: readonly Cause[];
  readonly scope: Scope;
}

/**
 * The identity of counts, asserted before any file is written: a report whose sums do not agree is worse than none.
 * Throws, as a bug of ours, naming the sum that is off.
 */
export function assertIdentity(state: RunState, { totals, causes, scope }: Tallied): void {
  const outcomes = sum(Object.values(totals.byOutcome));
  if (outcomes !== totals.tests) throw new Error(`counts disagree: ${outcomes} outcomes for ${totals.tests} tests`);
  const expected = countEffects(state);
  const effects = sum(Object.values(totals.effectsByHeading));
  if (effects !== expected)
    throw new Error(`counts disagree: ${effects} effects hang on causes, ${expected} things are not green`);
  assertScope(totals, scope);
  const judged = new Set<string>();
  for (const cause of causes) for (const effect of cause.effects) judged.add(effect);
  for (const suite of state.suites) {
    const missed = listEffects(suite).find((effect) => !judged.has(effect.id));
    if (missed !== undefined) throw new Error(`counts disagree: ${missed.id} hangs on no cause`);
  }
}

// What is left out may only make less: and without a declaration nothing is left out.
function assertScope({ inScope, counted, tests, byOutcome }: Totals, { outOfScope, setAside }: Scope): void {
  const whole: readonly (readonly [keyof Counts, number])[] = [
    ['tests', tests],
    ['passed', byOutcome.passed],
    ['skipped', byOutcome.skipped],
  ];
  for (const [key, all] of whole) {
    const isLess = inScope[key] > all || counted[key] > inScope[key];
    const isLost = outOfScope.length + setAside.size === 0 && counted[key] !== all;
    if (isLess || isLost) throw new Error(`counts disagree: ${counted[key]} of ${inScope[key]} of ${all} ${key}`);
  }
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
