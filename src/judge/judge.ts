import { HEADINGS, fingerprint, listEffects } from '#domain';
import type { Cause, Effect, Evidence, Judgement, RunState } from '#domain';
import { headline } from './headline.ts';
import { LEFT_OUT, makeLeaderFinder } from './left-out.ts';
import { cite, rerun } from './rule.ts';
import type { Verdict } from './rule.ts';
import { RULES, STANDING_RULES } from './rules.ts';
import { indexFacts } from './run-facts.ts';
import type { RunFacts } from './run-facts.ts';
import { normaliseText } from './signature.ts';

/** A cause while it is gathered: mutable, because a run may hold 100,000 effects of one. */
interface Draft {
  readonly verdict: Verdict;
  readonly evidence: Map<string, Evidence>;
  readonly effects: string[];
  /** Effects that never ran because of another one: they come last. */
  readonly leftOut: string[];
  readonly rules: Set<string>;
  readonly against: Set<string>;
  readonly suites: Set<string>;
}

/** Pure: the same run state gives the same causes in the same order, gravest first. Every effect hangs on exactly one cause. */
export function judge(state: RunState): Judgement {
  const facts = indexFacts(state);
  const drafts = new Map<string, Draft>();
  for (const suite of state.suites) judgeEffects(listEffects(suite), facts, drafts);
  for (const rule of STANDING_RULES) {
    for (const verdict of rule.find(facts)) {
      const { rules } = gather(drafts, verdict);
      if (rules.size === 0) rules.add(rule.id);
    }
  }
  return { causes: [...drafts].map(([key, draft]) => makeCause(key, draft)).toSorted(compareGravity) };
}

function judgeEffects(effects: readonly Effect[], facts: RunFacts, drafts: Map<string, Draft>): void {
  const findLeader = makeLeaderFinder(effects);
  for (const effect of effects) {
    const leader = findLeader(effect);
    const { rule, verdict } = decide(leader ?? effect, facts);
    const draft = gather(drafts, verdict);
    (leader === undefined ? draft.effects : draft.leftOut).push(effect.id);
    draft.suites.add(effect.suite.planned.name);
    if (rule === undefined) continue;
    draft.rules.add(rule);
    if (leader !== undefined) draft.rules.add(LEFT_OUT);
  }
}

function decide(effect: Effect, facts: RunFacts): { readonly rule?: string; readonly verdict: Verdict } {
  for (const rule of RULES) {
    const verdict = rule.decide(effect, facts);
    if (verdict !== undefined) return { rule: rule.id, verdict };
  }
  return { verdict: leaveOpen(effect, facts) };
}

// A category is never a default: what no rule decides is grouped by its exact text and left open.
function leaveOpen(effect: Effect, facts: RunFacts): Verdict {
  const { failure, outcome, reason, seq, suite } = effect;
  const { type, message, code, frames } = failure;
  const [frame] = frames;
  return {
    heading: 'UNCLASSIFIED',
    signature: `${type}|${code ?? ''}|${normaliseText(message)}`,
    title: headline(effect),
    evidence: [cite(seq, reason ?? outcome)],
    remedy: {
      action: 'read the failure with its evidence and decide whose it is',
      verify: rerun(suite.planned, facts),
      ...(frame === undefined ? {} : { where: `${frame.file}:${frame.line}` }),
    },
    against: ['no decisive fact (incident, end of a process, host need) explains it'],
  };
}

const EVIDENCE_PER_CAUSE = 12;

function gather(drafts: Map<string, Draft>, verdict: Verdict): Draft {
  const key = `${verdict.heading}|${verdict.signature}`;
  const draft = drafts.get(key) ?? {
    verdict,
    evidence: new Map(),
    effects: [],
    leftOut: [],
    rules: new Set(),
    against: new Set(),
    suites: new Set(),
  };
  drafts.set(key, draft);
  for (const one of verdict.evidence) {
    if (draft.evidence.size < EVIDENCE_PER_CAUSE) draft.evidence.set(JSON.stringify(one), one);
  }
  for (const one of verdict.against) draft.against.add(one);
  for (const one of verdict.suites ?? []) draft.suites.add(one);
  return draft;
}

function makeCause(key: string, draft: Draft): Cause {
  const { verdict, evidence, effects, leftOut, rules, against, suites } = draft;
  return {
    id: `C-${fingerprint(key).slice(0, 10)}`,
    heading: verdict.heading,
    title: verdict.title,
    rules: [...rules],
    evidence: [...evidence.values()],
    effects: [...effects, ...leftOut],
    blocked: leftOut,
    leadsTo: [],
    locus: 'unknown',
    owner: 'undecided',
    severity: 'core-flow',
    determinism: { kind: 'once' },
    scores: {},
    wouldChange: [],
    requirements: [],
    shares: [],
    suites: [...suites],
    remedy: verdict.remedy,
    against: [...against],
  };
}

// Under equal headings the one with more effects first; the order in which they were met decides the rest.
function compareGravity(one: Cause, other: Cause): number {
  const byHeading = HEADINGS.indexOf(one.heading) - HEADINGS.indexOf(other.heading);
  return byHeading === 0 ? other.effects.length - one.effects.length : byHeading;
}
