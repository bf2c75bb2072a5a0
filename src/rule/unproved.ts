import type { SuiteState } from '#domain';

/** Requirements that a green suite seems to prove: what it covers, and what its passed tests cite. */
export function listUnproved({ planned, attempts }: SuiteState): readonly string[] {
  const cited = (attempts.at(-1)?.tests ?? []).filter(({ outcome }) => outcome === 'passed');
  return [...new Set([...planned.covers, ...cited.flatMap(({ requirements }) => requirements)])];
}
