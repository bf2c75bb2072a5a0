import type { Effect } from '#domain';
import type { Judged } from './judged.ts';
import type { Verdict } from './rule.ts';
import { groupBy } from './run-facts.ts';

/** Rules by which a verdict gives way to a fault of the service that shows in the same answers. */
const GIVES_WAY: ReadonlySet<string> = new Set(['edge-broken', 'no-requirement']);
/** A fault that shows in another suite explains no less, where it shows more than once. */
const LEAST_ELSEWHERE = 2;
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
  const findExplaining = ({ effect, verdict: { method } }: Judged): Verdict | undefined => {
    const suite = suiteOf(effect);
    if (method === undefined) return undefined;
    if (ofSuite.has(suite)) return ofBoth.get(`${suite}\n${method}`)?.verdict;
    const elsewhere = ofMethod.get(method);
    return elsewhere === undefined || elsewhere.count < LEAST_ELSEWHERE ? undefined : elsewhere.verdict;
  };
  return (one) => {
    const { effect, verdict } = one;
    const [rule = ''] = verdict.rules ?? [];
    const fault =
      (verdict.isRefusal === true ? ofSuite.get(suiteOf(effect))?.verdict : undefined) ??
      (GIVES_WAY.has(rule) ? findExplaining(one) : undefined) ??
      (rule === TOLD_BY_TRACE ? findSameTrace(verdict, byTrace) : undefined);
    return fault && { ...fault, evidence: verdict.evidence };
  };
}

function suiteOf({ suite }: Effect): string {
  return suite.planned.name;
}

interface Only {
  /** Undefined where there are several. */
  readonly verdict: Verdict | undefined;
  readonly count: number;
}

function onlyOnes<Key>(faults: readonly Fault[], keyOf: (fault: Fault) => Key): ReadonlyMap<Key, Only> {
  return new Map([...groupBy(faults, keyOf)].map(([key, of]) => [key, { verdict: onlyOf(of), count: of.length }]));
}

function onlyOf(faults: readonly Fault[]): Verdict | undefined {
  const [first, ...others] = new Map(faults.map(([, fault]) => [fault.signature, fault])).values();
  return others.length > 0 ? undefined : first;
}

// Where nobody else was asked the trace was the same: what was answered meanwhile has no part in it.
function findSameTrace({ ties = [] }: Verdict, byTrace: ReadonlyMap<string, Verdict>): Verdict | undefined {
  return ties.map(({ key }) => byTrace.get(key)).find((fault) => fault !== undefined);
}
