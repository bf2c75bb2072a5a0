import { HEADINGS, listEffects, present } from '#domain';
import type { Cause, Effect, Heading, Judgement, RunState, SuiteState } from '#domain';
import { indexFacts } from '#case';
import type { RunFacts } from '#case';
import { STANDING_RULES, causeId, incidentCauses } from '#rule';
import type { Verdict } from '#rule';
import { linkCascades } from './cascade.ts';
import { decide, findStanding } from './decide.ts';
import { concludeDeterminism, countRuns } from './determinism.ts';
import type { CountRuns } from './determinism.ts';
import { explainHooks } from './hook-trouble.ts';
import { FOLLOWS, LEFT_OUT, makeLeaderFinder, makePredecessorFinder } from './left-out.ts';
import { addVerdict, makeCause, openDraft } from './make-cause.ts';
import type { Draft } from './make-cause.ts';
import { findShares } from './shares.ts';
import { severityOf } from './severity.ts';
import { needsOthers, uniteAlike, uniteSuspects } from './unite.ts';
import type { Judged } from './judged.ts';

/** Pure: the same run state gives the same causes in the same order, gravest first. Every effect hangs on exactly one cause. */
export function judge(state: RunState): Judgement {
  return judgeWith(state, judgeBefore(state), uniteSuspects);
}

function judgeWith(state: RunState, before: Before, unite: typeof uniteSuspects): Judgement {
  const facts = indexFacts(state, before.representatives);
  const gathering: Gathering = {
    facts,
    drafts: new Map(),
    runs: countRuns(state),
    counted: new Map(),
    kept: new Map(),
  };
  const hangs = new Map<string, Verdict>();
  const waiting: Judged[] = [];
  for (const suite of state.suites) {
    for (const one of judgeEffects(listEffects(suite), facts)) {
      noteHang(hangs, one);
      // Most verdicts need no other to be sure of their cause: of 100,000 only those that do are kept.
      if (needsOthers(one)) waiting.push(one);
      else gatherEffect(gathering, tellBefore(one, before));
    }
  }
  for (const one of unite(waiting)) gatherEffect(gathering, tellBefore(one, before));
  for (const rule of STANDING_RULES) {
    for (const verdict of findStanding(rule, facts)) {
      const { rules } = gather(gathering.drafts, explainByHang(verdict, hangs));
      if (rules.size === 0) rules.add(rule.id);
    }
  }
  return { causes: conclude(gathering) };
}

// An experiment that overturned a verdict is shown to have done so.
function tellBefore(one: Judged, { headings }: Before): Judged {
  const heading = headings.get(one.effect.id);
  if (heading === undefined || heading === one.verdict.heading) return one;
  const against = [...one.verdict.against, `before the experiments this was ${heading}`];
  return { ...one, verdict: { ...one.verdict, against } };
}

/** What the run said without its experiments. */
interface Before {
  /** From a test to the one of its cause that was experimented on. */
  readonly representatives: ReadonlyMap<string, string>;
  /** Of each test of such a cause. */
  readonly headings: ReadonlyMap<string, Heading>;
}

// One test of a cause is experimented on for all of it: the cause that the others were under without any experiment tells which.
function judgeBefore(state: RunState): Before {
  const representatives = new Map<string, string>();
  const headings = new Map<string, Heading>();
  if (state.experiments.length === 0) return { representatives, headings };
  const tried = new Set(state.experiments.map((one) => one.test));
  const untried = { ...state, experiments: [] };
  for (const { effects, heading } of judgeWith(untried, { representatives, headings }, uniteAlike).causes) {
    const representative = effects.find((id) => tried.has(id));
    if (representative === undefined) continue;
    for (const id of effects) {
      headings.set(id, heading);
      if (!tried.has(id)) representatives.set(id, representative);
    }
  }
  return { representatives, headings };
}

/** Rule by which a lost component takes along what hangs on it. */
const LOSS = 'component-incident';

const SILENT = 'silent-service|';

function noteHang(hangs: Map<string, Verdict>, { effect, verdict }: Judged): void {
  if (!verdict.signature.startsWith(SILENT)) return;
  const component = verdict.signature.slice(SILENT.length);
  if (component !== '') hangs.set(`${effect.attempt?.world ?? ''} ${component}`, verdict);
}

// A service that does not end when it is asked to, after it had stopped answering in the same world, is one that hangs.
function explainByHang(standing: Verdict, hangs: ReadonlyMap<string, Verdict>): Verdict {
  const hang = hangs.get(standing.notStopped ?? '');
  return hang === undefined ? standing : { ...hang, evidence: standing.evidence };
}

interface Gathering {
  readonly facts: RunFacts;
  /** By id. */
  readonly drafts: Map<string, Draft>;
  readonly runs: CountRuns;
  readonly counted: Map<Draft, ReturnType<CountRuns>[]>;
  /** By suite how many of its tests a cause kept from running; all, where the whole suite never began. */
  readonly kept: Map<Draft, Map<SuiteState, number>>;
}

function judgeEffects(effects: readonly Effect[], facts: RunFacts): readonly Judged[] {
  const findLeader = makeLeaderFinder(effects);
  const findPredecessor = makePredecessorFinder(effects);
  const known = new Map<Effect, Verdict>();
  const judged = effects.map((effect): Judged => {
    const leader = findLeader(effect) ?? findPredecessor(effect);
    const subject = leader ?? effect;
    const verdict = known.get(subject) ?? decide(subject, facts);
    // Of those only that others hang on: an attempt may have 20,000 tests.
    if (leader !== undefined) known.set(subject, verdict);
    return { effect, verdict, ...(leader === undefined ? {} : { leader }) };
  });
  return explainHooks(judged);
}

function gatherEffect(gathering: Gathering, { effect, leader, verdict }: Judged): void {
  const draft = gather(gathering.drafts, verdict);
  const neverRan = leader !== undefined && effect.outcome === 'not-run';
  (neverRan ? draft.leftOut : draft.effects).push(effect.id);
  draft.suites.add(effect.suite.planned.name);
  for (const id of effect.test?.requirements ?? []) draft.requirements.add(id);
  if (leader !== undefined && draft.rules.size > 0) draft.rules.add(neverRan ? LEFT_OUT : FOLLOWS);
  noteKept(gathering.kept, draft, effect);
  if (leader === undefined) count(gathering, draft, effect);
}

function noteKept(kept: Gathering['kept'], draft: Draft, { suite, test, outcome }: Effect): void {
  const neverRan = outcome === 'blocked' || outcome === 'not-run';
  if (!neverRan && !draft.rules.has(LOSS)) return;
  const bySuite = kept.get(draft) ?? new Map<SuiteState, number>();
  const before = bySuite.get(suite);
  // In the first test that ran and felt a loss it may have come about: only the others were kept from anything.
  const isFirst = !neverRan && before === undefined;
  const number = test === undefined && neverRan ? Number.POSITIVE_INFINITY : Number(!isFirst);
  bySuite.set(suite, (before ?? 0) + number);
  kept.set(draft, bySuite);
}

// Of a suite of which a cause lets less than half run nobody can say what works.
function countBlocked(bySuite: ReadonlyMap<SuiteState, number> = new Map()): number {
  return [...bySuite].filter(([suite, number]) => number * 2 > (suite.attempts.at(-1)?.tests.length ?? 0)).length;
}

function count({ runs, counted }: Gathering, draft: Draft, effect: Effect): void {
  const counts = counted.get(draft);
  if (counts === undefined) counted.set(draft, [runs(effect)]);
  else counts.push(runs(effect));
}

function gather(drafts: Map<string, Draft>, verdict: Verdict): Draft {
  const id = causeId(verdict);
  const draft = drafts.get(id) ?? openDraft(verdict);
  drafts.set(id, draft);
  addVerdict(draft, verdict);
  return draft;
}

function conclude({ facts, drafts, counted, kept }: Gathering): readonly Cause[] {
  const links = linkCascades(facts, incidentCauses(facts));
  const all = [...drafts];
  const shares = findShares(all.map(([, { verdict }]) => verdict));
  const causes = all.map(([id, draft], index) =>
    makeCause(draft, {
      severity: severityOf(
        {
          heading: draft.verdict.heading,
          requirements: draft.requirements,
          blockedSuites: countBlocked(kept.get(draft)),
          isLoss: draft.rules.has(LOSS),
          effects: draft.effects.length + draft.leftOut.length,
          ...present({ unproved: draft.verdict.unproved }),
        },
        facts,
      ),
      determinism: concludeDeterminism(counted.get(draft) ?? []),
      leadsTo: [...(links.get(id) ?? [])].filter((one) => drafts.has(one)).toSorted(),
      shares: shares[index] ?? [],
    }),
  );
  return causes.toSorted(compareGravity);
}

// Under equal headings the one with more effects first; the order in which they were met decides the rest.
function compareGravity(one: Cause, other: Cause): number {
  const byHeading = HEADINGS.indexOf(one.heading) - HEADINGS.indexOf(other.heading);
  return byHeading === 0 ? other.effects.length - one.effects.length : byHeading;
}
