import type { Effect } from '#domain';
import type { Verdict } from './rule.ts';
import { groupBy } from './run-facts.ts';

/** One failure with its verdict, before causes are made. */
export interface Judged {
  readonly effect: Effect;
  /** The effect that kept this one from running, or that it follows from. */
  readonly leader?: Effect;
  readonly verdict: Verdict;
}

/** A verdict that several suspects could explain, with the one that does. */
interface Suspected {
  readonly judged: Judged;
  suspect: string;
}

/**
 * One method that does nothing fails many tests, each by another sentence. Verdicts with suspects are joined under the fewest suspects that
 * explain them all, and further where suite, family of requirements and a suspect are the same. A call that was refused for a state, and
 * a demand of two components that the service alone breaks by the same method, join that fault. Everything else is left as it is.
 */
export function uniteSuspects(judged: readonly Judged[]): readonly Judged[] {
  const suspected = judged.filter(isSuspected).map((one) => ({ judged: one, suspect: '' }));
  if (suspected.length === 0) return judged;
  explain(suspected);
  joinGroups(suspected);
  const verdicts = new Map(suspected.map((one) => [one.judged, nameAfter(one)]));
  const faults = groupBy([...verdicts], ([one]) => one.effect.suite);
  return judged.map((one) => {
    const verdict = verdicts.get(one) ?? adopt(one, faults.get(one.effect.suite) ?? []);
    return verdict === undefined ? one : { ...one, verdict };
  });
}

function isSuspected({ verdict }: Judged): boolean {
  return verdict.heading === 'SYSTEM_CRITICAL' && suspectsOf(verdict).length > 0 && verdict.isRefusal !== true;
}

function suspectsOf({ suspects = [] }: Verdict): readonly string[] {
  return suspects;
}

function nameAfter({ judged, suspect }: Suspected): Verdict {
  return { ...judged.verdict, signature: `suspect|${suspect}` };
}

// Again and again the suspect that explains most of what is left.
function explain(suspected: readonly Suspected[]): void {
  const index = new Map<string, Set<Suspected>>();
  for (const one of suspected) {
    for (const suspect of suspectsOf(one.judged.verdict)) {
      const known = index.get(suspect);
      if (known === undefined) index.set(suspect, new Set([one]));
      else known.add(one);
    }
  }
  for (let best = findCommonest(index); best !== undefined; best = findCommonest(index)) {
    const explained = [...(index.get(best) ?? [])];
    for (const one of explained) one.suspect = best;
    for (const of of index.values()) for (const one of explained) of.delete(one);
  }
}

// Of equals the first in the order of the alphabet: the same failures in another order are the same causes.
function findCommonest(index: ReadonlyMap<string, ReadonlySet<Suspected>>): string | undefined {
  let best: string | undefined;
  let most = 0;
  for (const [suspect, of] of index) {
    if (of.size < most || of.size === 0) continue;
    if (of.size > most || best === undefined || suspect < best) best = suspect;
    most = of.size;
  }
  return best;
}

// In one suite and family of requirements: groups that share a suspect which one of them holds throughout are of one fault, and what one
// suspect explains alone joins the only other thing that is broken there.
function joinGroups(suspected: readonly Suspected[]): void {
  const bySuite = groupBy(
    suspected,
    ({ judged: { effect, verdict } }) => `${effect.suite.planned.name}\n${familyOf(verdict)}`,
  );
  for (const [key, of] of bySuite) {
    if (key.endsWith('\n')) continue;
    joinSharing(of, suspected);
    const sizes = groupBy(suspected, (one) => one.suspect);
    const firm = [...new Set(of.map((one) => one.suspect))].filter((suspect) => (sizes.get(suspect)?.length ?? 0) > 1);
    const [only = of[0]?.suspect, ...others] = firm;
    if (only === undefined || others.length > 0) continue;
    for (const one of of) one.suspect = only;
  }
}

function joinSharing(of: readonly Suspected[], all: readonly Suspected[]): void {
  const groups = [...groupBy(of, (one) => one.suspect).values()].toSorted((one, other) => other.length - one.length);
  for (const [index, larger] of groups.entries()) {
    const known = new Set(larger.flatMap((one) => suspectsOf(one.judged.verdict)));
    const [leader] = larger;
    for (const smaller of groups.slice(index + 1)) {
      const [first] = smaller;
      if (leader === undefined || first === undefined || first.suspect === leader.suspect) continue;
      const isShared = throughout(smaller).some((suspect) => known.has(suspect));
      if (isShared) rename(all, first.suspect, leader.suspect);
    }
  }
}

function throughout([first, ...others]: readonly Suspected[]): readonly string[] {
  if (first === undefined) return [];
  return suspectsOf(first.judged.verdict).filter((suspect) =>
    others.every((one) => suspectsOf(one.judged.verdict).includes(suspect)),
  );
}

function rename(all: readonly Suspected[], from: string, to: string): void {
  for (const one of all) if (one.suspect === from) one.suspect = to;
}

/** `REQ-MEDIA` of `REQ-MEDIA-006`, of the first requirement among the suspects. */
function familyOf(verdict: Verdict): string {
  const numbered = suspectsOf(verdict).map((one) => /^([A-Z][\w.]*(?:-[A-Z][\w.]*)*)-?\d+$/u.exec(one)?.[1]);
  return numbered.find((family) => family !== undefined) ?? '';
}

/** Rules by which a verdict gives way to a fault of the service that shows in the same answers. */
const GIVES_WAY: ReadonlySet<string> = new Set(['edge-broken', 'no-requirement']);

// A state that nobody undid, and another view of the same answers: where one fault of its suite explains it, it is of that fault.
function adopt({ verdict }: Judged, faults: readonly (readonly [Judged, Verdict])[]): Verdict | undefined {
  const candidates = verdict.isRefusal === true ? faults : faults.filter(([, fault]) => explains(fault, verdict));
  const [first, ...others] = new Map(candidates.map(([, fault]) => [fault.signature, fault])).values();
  return first === undefined || others.length > 0 ? undefined : { ...first, evidence: verdict.evidence };
}

function explains(fault: Verdict, { rules = [], method }: Verdict): boolean {
  return GIVES_WAY.has(rules[0] ?? '') && method !== undefined && fault.method === method;
}
