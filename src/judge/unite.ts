import type { Effect } from '#domain';
import type { Verdict } from './rule.ts';

/** One failure with its verdict, before causes are made. */
export interface Judged {
  readonly effect: Effect;
  /** The effect that kept this one from running. */
  readonly leader?: Effect;
  readonly verdict: Verdict;
}

/**
 * Joins verdicts that several suspects could explain under the fewest suspects that explain them all: one method that does nothing fails
 * many tests, each by another sentence. What has no suspects, and what other rules decided, is left as it is.
 */
export function uniteSuspects(judged: readonly Judged[]): readonly Judged[] {
  const open = new Set(judged.filter(({ verdict }) => suspectsOf(verdict).length > 0));
  if (open.size < 2) return judged;
  const chosen = new Map<Judged, string>();
  const bySuspect = indexSuspects(open);
  while (open.size > 0) {
    const suspect = findCommonest(bySuspect);
    if (suspect === undefined) break;
    const explained = [...(bySuspect.get(suspect) ?? [])];
    for (const one of explained) {
      chosen.set(one, suspect);
      open.delete(one);
    }
    for (const of of bySuspect.values()) for (const one of explained) of.delete(one);
  }
  return judged.map((one) => rename(one, chosen.get(one)));
}

function suspectsOf({ heading, suspects = [] }: Verdict): readonly string[] {
  return heading === 'UNCLASSIFIED' ? [] : suspects;
}

function indexSuspects(open: ReadonlySet<Judged>): Map<string, Set<Judged>> {
  const index = new Map<string, Set<Judged>>();
  for (const one of open) {
    for (const suspect of suspectsOf(one.verdict)) {
      const known = index.get(suspect);
      if (known === undefined) index.set(suspect, new Set([one]));
      else known.add(one);
    }
  }
  return index;
}

// Of equals the first in the order of the alphabet: the same failures in another order are the same causes.
function findCommonest(index: ReadonlyMap<string, ReadonlySet<Judged>>): string | undefined {
  let best: string | undefined;
  let most = 0;
  for (const [suspect, of] of index) {
    if (of.size < most || of.size === 0) continue;
    if (of.size > most || best === undefined || suspect < best) best = suspect;
    most = of.size;
  }
  return best;
}

function rename(one: Judged, suspect: string | undefined): Judged {
  return suspect === undefined ? one : { ...one, verdict: { ...one.verdict, signature: `suspect|${suspect}` } };
}
