import { isViolation } from '#domain';
import type { AttemptState, Effect, FoundMock, TestState } from '#domain';

// By the list of tests: a test that had a process of its own is shown with a copy of its attempt.
const ORDINALS = new WeakMap<AttemptState['tests'], ReadonlyMap<TestState, number>>();

/** Mocks that nothing allows: those of the test first, then those that nobody can attribute to a test. */
export function violationsOf({ attempt, test }: Effect): readonly FoundMock[] {
  const all = attempt?.mocks.filter(({ mock }) => isViolation(mock)) ?? [];
  if (attempt === undefined || test === undefined || all.length === 0) return all;
  const ordinal = ordinalOf(attempt.tests, test);
  return [
    ...all.filter((one) => one.ordinal !== undefined && one.ordinal === ordinal),
    ...all.filter((one) => one.ordinal === undefined),
  ];
}

function ordinalOf(tests: AttemptState['tests'], test: TestState): number | undefined {
  const known = ORDINALS.get(tests) ?? new Map(tests.map((one, ordinal) => [one, ordinal]));
  ORDINALS.set(tests, known);
  return known.get(test);
}
