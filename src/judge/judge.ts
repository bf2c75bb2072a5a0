import { fingerprint } from '#domain';
import type { Cause, Judgement, RunState } from '#domain';
import { collectEffects } from './effect.ts';
import type { Effect } from './effect.ts';
import { cite, rerun } from './rule.ts';
import type { Verdict } from './rule.ts';
import { RULES, STANDING_RULES } from './rules.ts';
import { normaliseText } from './signature.ts';

interface Found {
  readonly rule: string;
  readonly verdict: Verdict;
  readonly effects: readonly Effect[];
}

/** Pure: the same run state gives the same causes in the same order. Every effect hangs on exactly one cause. */
export function judge(state: RunState): Judgement {
  const groups = new Map<string, Found>();
  for (const effect of collectEffects(state)) {
    const { rule, verdict } = decide(effect, state);
    add(groups, { rule, verdict, effects: [effect] });
  }
  for (const rule of STANDING_RULES) {
    for (const verdict of rule.find(state)) addStanding(groups, { rule: rule.id, verdict, effects: [] });
  }
  return { causes: [...groups.values()].map(makeCause) };
}

function decide(effect: Effect, state: RunState): { readonly rule: string; readonly verdict: Verdict } {
  for (const rule of RULES) {
    const verdict = rule.decide(effect, state);
    if (verdict !== undefined) return { rule: rule.id, verdict };
  }
  return { rule: 'none', verdict: unclassified(effect) };
}

// A category is never a default: what no rule decides is grouped by its exact text and left open.
function unclassified(effect: Effect): Verdict {
  const text = effect.failure?.message ?? effect.outcome;
  const type = effect.failure?.type ?? effect.outcome;
  const suite = effect.suite.planned.name;
  return {
    heading: 'UNCLASSIFIED',
    signature: `${type}|${effect.failure?.code ?? ''}|${normaliseText(text)}`,
    title: `${type}: ${text.split('\n')[0] ?? text}`,
    evidence: [cite(effect.seq, effect.reason ?? effect.outcome)],
    remedy: { action: 'read the failure with its evidence and decide whose it is', verify: rerun(suite) },
    against: ['no decisive fact (incident, end of a process, host need) explains it'],
  };
}

function add(groups: Map<string, Found>, found: Found): void {
  const key = keyOf(found.verdict);
  const known = groups.get(key);
  groups.set(
    key,
    known === undefined
      ? found
      : { ...known, verdict: merge(known.verdict, found.verdict), effects: [...known.effects, ...found.effects] },
  );
}

// An incident that effects already hang on needs no second cause.
function addStanding(groups: Map<string, Found>, found: Found): void {
  const key = keyOf(found.verdict);
  const known = groups.get(key);
  if (known === undefined) groups.set(key, found);
  else groups.set(key, { ...known, verdict: merge(known.verdict, found.verdict) });
}

function keyOf(verdict: Verdict): string {
  return `${verdict.heading}|${verdict.signature}`;
}

const EVIDENCE_PER_CAUSE = 12;

function merge(one: Verdict, other: Verdict): Verdict {
  const evidence = uniqueByText([...one.evidence, ...other.evidence]).slice(0, EVIDENCE_PER_CAUSE);
  const suites = [...new Set([...(one.suites ?? []), ...(other.suites ?? [])])];
  return { ...one, evidence, against: [...new Set([...one.against, ...other.against])], suites };
}

function uniqueByText<Item>(items: readonly Item[]): readonly Item[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}

function makeCause(found: Found): Cause {
  const { rule, verdict, effects } = found;
  const suites = [...new Set([...effects.map((effect) => effect.suite.planned.name), ...(verdict.suites ?? [])])];
  return {
    id: `C-${fingerprint(keyOf(verdict)).slice(0, 8)}`,
    heading: verdict.heading,
    title: verdict.title,
    rules: [rule],
    evidence: verdict.evidence,
    effects: effects.map((effect) => effect.id),
    suites,
    remedy: verdict.remedy,
    against: verdict.against,
  };
}
