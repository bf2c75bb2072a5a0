import type { Effect } from '#domain';
import { groupBy } from '#case';
import type { Verdict } from '#rule';
import type { Judged } from './judged.ts';
import { asksMore, lastAsked } from './seen-alike.ts';

/** Rules by which a verdict gives way to a fault of the service that shows in the same answers. */
const UNWRITTEN = 'no-requirement';
const GIVES_WAY: ReadonlySet<string> = new Set(['edge-broken', UNWRITTEN]);
const TOLD_BY_TRACE = 'dependency-answer';

type Fault = readonly [Judged, Verdict];

/** Whether a verdict may be that of a fault which shows more plainly elsewhere. */
export function mayBeAdopted({ isRefusal, rules: [rule = ''] = [] }: Verdict): boolean {
  return isRefusal === true || GIVES_WAY.has(rule) || rule === TOLD_BY_TRACE;
}

/**
 * A state that nobody undid, another view of the same answers, and the same trace: what one fault of the service explains is of that fault. Undefined
 * where none does, or several would.
 */
export function makeAdopter(faults: readonly Fault[]): (one: Judged) => Verdict | undefined {
  const ofSuite = onlyOnes(faults, ([{ effect }]) => suiteOf(effect));
  const ofMethod = onlyOnes(faults, ([, { method }]) => method);
  const ofBoth = onlyOnes(faults, ([{ effect }, { method }]) => `${suiteOf(effect)}\n${method}`);
  const byTrace = new Map(faults.flatMap(([, fault]) => (fault.ties ?? []).map(({ key }) => [key, fault] as const)));
  const findExplaining = (one: Judged): Verdict | undefined => {
    const { effect, verdict } = one;
    if (verdict.method === undefined) return undefined;
    const ofSuiteBy = (name: string): Verdict | undefined => ofBoth.get(`${suiteOf(effect)}\n${name}`);
    return (
      ofSuiteBy(verdict.method) ??
      ofMethod.get(verdict.method) ??
      ofSuiteBy(lastAsked(one)?.route ?? '') ??
      findAbove(verdict, ofSuite.get(suiteOf(effect)))
    );
  };
  return (one) => {
    const { effect, verdict } = one;
    const [rule = ''] = verdict.rules ?? [];
    const fault =
      (verdict.isRefusal === true ? ofSuite.get(suiteOf(effect)) : undefined) ??
      (GIVES_WAY.has(rule) ? unlessMore(one, findExplaining(one)) : undefined) ??
      (rule === TOLD_BY_TRACE ? findSameTrace(verdict, byTrace) : undefined);
    return fault && { ...fault, evidence: verdict.evidence };
  };
}

// What nobody wrote down of a thing, where the suite shows one fault of it.
function findAbove({ method = '', rules }: Verdict, near: Verdict | undefined): Verdict | undefined {
  return rules?.[0] === UNWRITTEN && near?.method !== undefined && isBelow(near.method, method) ? near : undefined;
}

// Who asks more of a route than whoever found the fault wants something else of it.
function unlessMore(one: Judged, fault: Verdict | undefined): Verdict | undefined {
  if (fault === undefined || one.verdict.rules?.[0] !== UNWRITTEN) return fault;
  return asksMore(one, { ...one, verdict: fault }) ? undefined : fault;
}

/** `POST /orders/:id/returns` is of what `GET /orders/:id` is. */
function isBelow(one: string, other: string): boolean {
  const [path, top] = [one, other]
    .map((name) => name.replace(/^[A-Z]+ /u, ''))
    .toSorted()
    .toReversed();
  return path !== undefined && top !== undefined && /\/.+\//u.test(top) && path.startsWith(`${top}/`);
}

function suiteOf({ suite }: Effect): string {
  return suite.planned.name;
}

/** Undefined where there are several. */
function onlyOnes<Key>(faults: readonly Fault[], keyOf: (fault: Fault) => Key): ReadonlyMap<Key, Verdict | undefined> {
  return new Map([...groupBy(faults, keyOf)].map(([key, of]) => [key, onlyOf(of)]));
}

function onlyOf(faults: readonly Fault[]): Verdict | undefined {
  const [first, ...others] = new Map(faults.map(([, fault]) => [fault.signature, fault])).values();
  return others.length > 0 ? undefined : first;
}

// Where nobody else was asked the trace was the same: what was answered meanwhile has no part in it.
function findSameTrace({ ties = [] }: Verdict, byTrace: ReadonlyMap<string, Verdict>): Verdict | undefined {
  return ties.map(({ key }) => byTrace.get(key)).find((fault) => fault !== undefined);
}
