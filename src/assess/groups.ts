import { LANES, listEffects } from '#domain';
import type { GroupRow, RunState, SuiteState } from '#domain';
import { decidingTests } from './counts.ts';

/** The same counts once more by lane, by tag and by suite; lanes and tags without a suite are left out. */
export function groupSuites({ suites }: RunState): {
  readonly lanes: readonly GroupRow[];
  readonly tags: readonly GroupRow[];
  readonly suiteRows: readonly GroupRow[];
} {
  const tags = [...new Set(suites.flatMap((suite) => suite.planned.tags))].toSorted(compareBytes);
  return {
    lanes: LANES.flatMap((lane) =>
      countGroup(
        lane,
        suites.filter((suite) => suite.planned.lane === lane),
      ),
    ),
    tags: tags.flatMap((tag) =>
      countGroup(
        tag,
        suites.filter((suite) => suite.planned.tags.includes(tag)),
      ),
    ),
    suiteRows: suites.flatMap((suite) => countGroup(suite.planned.name, [suite])),
  };
}

function countGroup(name: string, suites: readonly SuiteState[]): readonly GroupRow[] {
  if (suites.length === 0) return [];
  const row = { name, suites: suites.length, tests: 0, passed: 0, effects: 0 };
  for (const suite of suites) {
    const tests = decidingTests(suite);
    row.tests += tests.length;
    row.passed += tests.filter((test) => test.outcome === 'passed').length;
    row.effects += listEffects(suite).length;
  }
  return [row];
}

// Not by locale: the same journal gives the same bytes everywhere.
function compareBytes(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
