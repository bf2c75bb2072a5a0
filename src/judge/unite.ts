import { groupBy } from '#case';
import type { Tie, Verdict } from '#rule';
import { makeAdopter, mayBeAdopted } from './adopt.ts';
import { nameWideGroups } from './name-wide.ts';
import type { Judged } from './judged.ts';
import { isMissent, joinMissent } from './one-field.ts';
import { isMistake, joinMistakes } from './one-mistake.ts';
import { isShortLimit, joinOwnClock } from './own-clock.ts';
import { isOfEdge, joinEdges } from './join-edges.ts';
import { findLateLines } from './late-lines.ts';
import { joinConvicted, joinSameAnswers, mayBeOfSame } from './same-fault.ts';
import { isThin, isWrongWish, settleThin, spreadWrongWishes } from './same-line.ts';
import { SuspectGroups } from './suspect-groups.ts';

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
export function uniteSuspects(all: readonly Judged[]): readonly Judged[] {
  return joinSameAnswers(uniteAlike(joinConvicted(all)));
}

/** Without what verdicts of different kinds have in common: what one test was found to be when it was tried tells of its like alone. */
export function uniteAlike(all: readonly Judged[]): readonly Judged[] {
  const judged = joinMistakes(spreadWrongWishes(findLateLines(findLostFiles(joinOwnClock(joinMissent(all))))));
  const suspected = judged.filter(isSuspected).map((one) => ({ judged: one, suspect: '' }));
  if (suspected.length === 0) return settleThin(joinEdges(judged));
  explain(suspected);
  const groups = joinGroups(suspected);
  const named = new Map(suspected.map(({ judged: one, suspect }) => [one, groups.nameOf(suspect)]));
  const nameAfter = nameWideGroups(named);
  const verdicts = new Map([...named].map(([one, group]) => [one, nameAfter(one.verdict, group)]));
  const adopt = makeAdopter([...verdicts]);
  const united = judged.map((one) => {
    const verdict = verdicts.get(one) ?? adopt(one);
    return verdict === undefined ? one : { ...one, verdict };
  });
  return settleThin(joinEdges(united));
}

/** Whether the cause of a verdict may depend on others: it has suspects, or may give way to a fault of the service. */
export function needsOthers(one: Judged): boolean {
  return (
    mayBeAdopted(one.verdict) ||
    isWrongWish(one) ||
    isThin(one) ||
    isSuspected(one) ||
    isDisagreement(one) ||
    isMistake(one) ||
    isMissent(one) ||
    isShortLimit(one) ||
    isOfEdge(one.verdict) ||
    mayBeOfSame(one)
  );
}

function isDisagreement({ verdict: { rules = [] } }: Judged): boolean {
  return rules[0] === 'folder-disagreement';
}

// Where service and suite are known not to agree on a folder, the other files that the suite misses lie there too.
function findLostFiles(all: readonly Judged[]): readonly Judged[] {
  const known = new Map(all.filter(isDisagreement).map((one) => [teller(one), one.verdict]));
  if (known.size === 0) return all;
  return all.map((one) => {
    const { lostFileOf, evidence } = one.verdict;
    const verdict = lostFileOf === undefined || isDisagreement(one) ? undefined : known.get(teller(one));
    return verdict === undefined ? one : { ...one, verdict: { ...verdict, evidence } };
  });
}

function teller({ effect, verdict }: Judged): string {
  return `${effect.suite.planned.name}\n${verdict.lostFileOf ?? ''}`;
}

function isSuspected({ verdict }: Judged): boolean {
  return verdict.heading === 'SYSTEM_CRITICAL' && suspectsOf(verdict).length > 0 && verdict.isRefusal !== true;
}

function suspectsOf({ suspects = [] }: Verdict): readonly string[] {
  return suspects;
}

// Again and again the suspect that explains most of what is left. Counts only fall, so one pass from the largest down is enough; of equals
// a name before a code, and the first in the order of the alphabet: the same failures in another order are the same causes.
function explain(suspected: readonly Suspected[]): void {
  const index = indexSuspects(suspected);
  const buckets = new Map<number, string[]>();
  let most = 0;
  for (const [suspect, { size }] of index) {
    putInto(buckets, size, suspect);
    most = Math.max(most, size);
  }
  for (let size = most; size > 0; size -= 1) {
    for (const suspect of buckets.get(size)?.toSorted(byName) ?? []) {
      const open = index.get(suspect) ?? new Set();
      if (open.size < size) putInto(buckets, open.size, suspect);
      else settle(Array.from(open), suspect, index);
    }
  }
}

function byName(one: string, other: string): number {
  const [isCode, isOtherCode] = [CODE.test(one), CODE.test(other)];
  if (isCode !== isOtherCode) return isCode ? 1 : -1;
  return one < other ? -1 : Number(one > other);
}

/** Of HTTP or JSON-RPC: many things are answered with one. */
const CODE = /^-?\d+$/u;

type SuspectIndex = ReadonlyMap<string, Set<Suspected>>;

function indexSuspects(suspected: readonly Suspected[]): SuspectIndex {
  const index = new Map<string, Set<Suspected>>();
  for (const one of suspected) {
    for (const suspect of suspectsOf(one.judged.verdict)) {
      const known = index.get(suspect);
      if (known === undefined) index.set(suspect, new Set([one]));
      else known.add(one);
    }
  }
  return index;
}

function putInto(buckets: Map<number, string[]>, size: number, suspect: string): void {
  const bucket = buckets.get(size);
  if (bucket === undefined) buckets.set(size, [suspect]);
  else bucket.push(suspect);
}

function settle(explained: readonly Suspected[], suspect: string, index: SuspectIndex): void {
  for (const one of explained) {
    one.suspect = suspect;
    for (const other of suspectsOf(one.judged.verdict)) index.get(other)?.delete(one);
  }
}

// In one suite and family of requirements: groups that share a suspect which one of them holds throughout are of one fault, and what one
// suspect explains alone joins the only other thing that is broken there.
function joinGroups(suspected: readonly Suspected[]): SuspectGroups {
  const groups = new SuspectGroups(suspected.map((one) => one.suspect));
  const keyOf = ({ judged: { effect, verdict } }: Suspected): string =>
    `${effect.suite.planned.name}\n${familyOf(verdict)}`;
  for (const [key, of] of groupBy(suspected, keyOf)) {
    if (key.endsWith('\n')) continue;
    joinSharing(of, groups);
    const names = [...new Set(of.map((one) => groups.nameOf(one.suspect)))];
    const [only = names[0], ...others] = names.filter((name) => groups.sizeOf(name) > 1);
    if (only === undefined || others.length > 0) continue;
    for (const name of names) groups.join(name, only);
  }
  joinTied(suspected, groups);
  return groups;
}

// Through all suites: the same wrong answer, or the same fault within, whatever the test was to prove.
function joinTied(suspected: readonly Suspected[], groups: SuspectGroups): void {
  const tied = new Map<string, { readonly tie: Tie; readonly names: Set<string>; readonly methods: Set<string> }>();
  for (const { judged, suspect } of suspected) {
    const { ties = [], method = '' } = judged.verdict;
    for (const tie of ties) {
      const known = tied.get(tie.key) ?? { tie, names: new Set(), methods: new Set() };
      known.names.add(suspect);
      known.methods.add(method);
      tied.set(tie.key, known);
    }
  }
  for (const { tie, names, methods } of tied.values()) {
    if (methods.size >= tie.leastMethods) joinAll(names, groups);
  }
}

// Into the largest; of equals as above.
function joinAll(names: ReadonlySet<string>, groups: SuspectGroups): void {
  const [into, ...others] = [...new Set([...names].map((name) => groups.nameOf(name)))]
    .toSorted(byName)
    .toSorted((one, other) => groups.sizeOf(other) - groups.sizeOf(one));
  for (const name of others) groups.join(name, into ?? name);
}

function joinSharing(of: readonly Suspected[], groups: SuspectGroups): void {
  const all = [...groupBy(of, (one) => groups.nameOf(one.suspect))]
    .map(([name, members]) => ({ name, members, throughout: heldThroughout(members) }))
    .toSorted((one, other) => other.members.length - one.members.length);
  for (const [index, larger] of all.entries()) {
    const known = new Set(larger.members.flatMap((one) => suspectsOf(one.judged.verdict)));
    for (const smaller of all.slice(index + 1)) {
      if (smaller.throughout.some((suspect) => known.has(suspect))) groups.join(smaller.name, larger.name);
    }
  }
}

function heldThroughout([first, ...others]: readonly Suspected[]): readonly string[] {
  if (first === undefined) return [];
  return suspectsOf(first.judged.verdict).filter((suspect) =>
    others.every((one) => suspectsOf(one.judged.verdict).includes(suspect)),
  );
}

/** `REQ-MEDIA` of `REQ-MEDIA-006`, of the first requirement among the suspects. */
function familyOf(verdict: Verdict): string {
  const numbered = suspectsOf(verdict).map((one) => /^([A-Z][\w.]*(?:-[A-Z][\w.]*)*)-?\d+$/u.exec(one)?.[1]);
  return numbered.find((family) => family !== undefined) ?? '';
}
