import { groupBy } from '#case';
import { asOf } from './judged.ts';
import type { Judged } from './judged.ts';

/** Rules that tell the sort of a field that was sent, the one first by which the service itself says what it should be. */
const BY_SORT: readonly string[] = ['wrong-sort', 'unlike-accepted'];

/** Whether a verdict is about what a test sent in a field: others of its suite may send it as wrongly elsewhere. */
export function isMissent({ verdict: { rules = [], missent } }: Judged): boolean {
  return missent !== undefined && BY_SORT.includes(rules[0] ?? '');
}

/**
 * A field that one suite sends as another sort than others do is one mistake, whatever route it is sent to and whoever tells of it: the words of the
 * refusal, or the requests that were accepted. Of the right sort and of a wrong size it is another in each route.
 */
export function joinMissent(all: readonly Judged[]): readonly Judged[] {
  const fields = groupBy(all.filter(isMissent), fieldOf);
  const leaders = new Map(
    [...fields].filter(([, of]) => of.some(isUnlike)).map(([field, of]) => [field, leaderOf(of)]),
  );
  if (leaders.size === 0) return all;
  return all.map((one) => {
    const leader = isMissent(one) ? leaders.get(fieldOf(one))?.verdict : undefined;
    if (leader === undefined || leader.signature === one.verdict.signature) return one;
    return asOf(one, leader);
  });
}

function fieldOf({ effect, verdict }: Judged): string {
  return `${effect.suite.planned.name}\n${verdict.missent ?? ''}`;
}

function isUnlike({ verdict: { rules = [] } }: Judged): boolean {
  return rules[0] === 'unlike-accepted';
}

// Of equals the first of the alphabet, in whatever order they came.
function leaderOf(of: readonly Judged[]): Judged | undefined {
  return of.toSorted((one, other) => rankOf(one) - rankOf(other) || compareSignatures(one, other))[0];
}

function rankOf({ verdict: { rules = [] } }: Judged): number {
  return BY_SORT.indexOf(rules[0] ?? '');
}

function compareSignatures({ verdict: one }: Judged, { verdict: other }: Judged): number {
  return one.signature < other.signature ? -1 : Number(one.signature > other.signature);
}
