import type { CoverageRow, RunState, TestState } from '#domain';
import { printTestId } from '#domain';
import { decidingTests } from './totals.ts';

interface Citing {
  readonly test: TestState;
  readonly printed: string;
}

/** Requirements against the tests that cite them. Only a passed, executed test that is not hollow verifies. */
export function coverRequirements(state: RunState): readonly CoverageRow[] {
  const citing = collectCiting(state);
  const blocked = new Set(
    state.suites.filter((suite) => suite.outcome === 'blocked').flatMap((suite) => suite.planned.covers),
  );
  return state.declared.requirements.map((requirement) => {
    const tests = citing.get(requirement.id) ?? [];
    return {
      id: requirement.id,
      text: requirement.text,
      state: stateOf(tests, blocked.has(requirement.id)),
      tests: tests.map((one) => one.printed),
    };
  });
}

function collectCiting(state: RunState): ReadonlyMap<string, readonly Citing[]> {
  const citing = new Map<string, Citing[]>();
  for (const test of state.suites.flatMap(decidingTests)) {
    for (const id of test.requirements) {
      const known = citing.get(id) ?? [];
      citing.set(id, [...known, { test, printed: printTestId(test.id) }]);
    }
  }
  return citing;
}

function stateOf(tests: readonly Citing[], blocked: boolean): CoverageRow['state'] {
  const outcomes = tests.map((one) => one.test.outcome);
  if (outcomes.some((outcome) => outcome === 'failed' || outcome === 'errored' || outcome === 'timed-out'))
    return 'failed';
  if (tests.some((one) => one.test.outcome === 'passed' && !one.test.marks.includes('hollow'))) return 'verified';
  return blocked ? 'blocked' : 'uncovered';
}
