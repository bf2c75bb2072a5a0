import { CATEGORIES, oneLine, present } from '#domain';
import type { Category, Evidence } from '#domain';
import { cite, findMissed, headline, lookAround, normaliseText, textOfError } from '#case';
import type { Case } from '#case';
import { WEIGHTED_RULES, findTeller, rerun } from '#rule';
import type { Lead, Opinion, Verdict, WeightedRule } from '#rule';
import { findTies, tieByStack } from './ties.ts';

/** Less than this is no verdict. */
const LEAST_SCORE = 4;
/** The winner has to lead by so much. */
export const LEAST_MARGIN = 2;

interface Spoken {
  readonly rule: WeightedRule;
  readonly opinion: Opinion;
}

type Scores = Readonly<Partial<Record<Category, number>>>;

/** What all weighted rules together make of a failure. Below the least score or margin it stays open, and says by how much. */
export function weigh(seen: Case): Verdict {
  const spoken: Spoken[] = [];
  for (const rule of WEIGHTED_RULES) {
    const opinion = rule.opine(seen);
    if (opinion !== undefined && opinion.evidence.length > 0) spoken.push({ rule, opinion });
  }
  const scores = addUp(spoken);
  const [first, second] = rank(scores);
  if (first === undefined) return leaveOpen(seen, { spoken, scores });
  const leader = findLeader(spoken, first.category);
  const margin = first.score - Math.max(0, second?.score ?? 0);
  const isThin = first.score < LEAST_SCORE || margin < LEAST_MARGIN;
  if (isThin || leader === undefined) return leaveOpen(seen, { spoken, scores, thin: { ...first, margin } });
  return conclude(seen, { spoken, scores, category: first.category, leader, second });
}

function addUp(spoken: readonly Spoken[]): Scores {
  const scores: Partial<Record<Category, number>> = {};
  for (const { rule } of spoken) {
    for (const category of CATEGORIES) {
      const weight = rule.weights[category];
      if (weight !== undefined) scores[category] = (scores[category] ?? 0) + weight;
    }
  }
  return scores;
}

interface Ranked {
  readonly category: Category;
  readonly score: number;
}

function rank(scores: Scores): readonly Ranked[] {
  return CATEGORIES.flatMap((category) => {
    const score = scores[category];
    return score === undefined || score <= 0 ? [] : [{ category, score }];
  }).toSorted((one, other) => other.score - one.score);
}

interface Leader {
  readonly rule: WeightedRule;
  readonly opinion: Opinion;
  readonly lead: Lead;
}

// The strongest word for the category; of equals, the one that stands first in the table.
function findLeader(spoken: readonly Spoken[], category: Category): Leader | undefined {
  let best: Leader | undefined;
  for (const { rule, opinion } of spoken) {
    const weight = rule.weights[category] ?? 0;
    if (opinion.lead === undefined || weight <= 0 || weight <= (best?.rule.weights[category] ?? 0)) continue;
    best = { rule, opinion, lead: opinion.lead };
  }
  return best;
}

interface Conclusion {
  readonly spoken: readonly Spoken[];
  readonly scores: Scores;
  readonly category: Category;
  readonly leader: Leader;
  readonly second: Ranked | undefined;
}

function conclude(seen: Case, { spoken, scores, category, leader, second }: Conclusion): Verdict {
  const { rule, lead } = leader;
  const others = spoken.filter((one) => one.rule !== rule);
  const speaksFor = (one: Spoken): boolean => (one.rule.weights[category] ?? 0) > 0;
  const forIt = [...spoken.filter((one) => one.rule === rule), ...others.filter(speaksFor)];
  const againstIt = others.filter((one) => !speaksFor(one));
  return {
    heading: category,
    rules: forIt.map((one) => one.rule.id),
    signature: `${rule.id}|${nameListed(lead.about, seen)}`,
    title: oneLine(lead.title, 400),
    evidence: [...forIt.flatMap((one) => one.opinion.evidence), citeFailure(seen)],
    remedy: {
      action: lead.action,
      verify: rerun(seen.effect.suite.planned, seen.facts),
      ...(lead.where === undefined ? {} : { where: lead.where }),
    },
    against: againstIt.map((one) => `${one.rule.id}: ${one.rule.sentence}`),
    otherwise: forIt.map((one) => one.rule.otherwise),
    scores,
    ...(second === undefined
      ? {}
      : { runnerUp: { category: second.category, margin: (scores[category] ?? 0) - second.score } }),
    ...(lead.locus === undefined ? {} : { locus: lead.locus }),
    ...present({
      suspects: lead.suspects?.map(seen.facts.contract.listedName),
      broken: lead.broken,
      missent: lead.missent,
    }),
    ...refusalOf(spoken),
    ...methodOf(seen),
    ...sightOf(seen, leader.opinion.evidence),
    ...commonOf(seen, category),
  };
}

// `GET /items/7` and `GET /items/8` are one route.
function nameListed(about: string, { exchanges, facts }: Case): string {
  const named = exchanges.find(({ fact }) => about === fact.method || about.startsWith(`${fact.method}|`))?.fact.method;
  return named === undefined ? about : `${facts.contract.listedName(named)}${about.slice(named.length)}`;
}

interface Open {
  readonly spoken: readonly Spoken[];
  readonly scores: Scores;
  readonly thin?: Ranked & { readonly margin: number };
}

// A category is never a default: what no rule decides is grouped by its exact text and left open.
function leaveOpen(seen: Case, { spoken, scores, thin }: Open): Verdict {
  const { effect, facts } = seen;
  const { type, message, code, frames } = effect.failure;
  const [frame] = frames;
  const second = rank(scores)[1];
  return {
    heading: 'UNCLASSIFIED',
    rules: [],
    signature: `${type}|${code ?? ''}|${normaliseText(message)}`,
    title: headline(effect),
    evidence: [...spoken.flatMap((one) => one.opinion.evidence), citeFailure(seen)],
    remedy: {
      action: 'read the failure with its evidence and decide whose it is',
      verify: rerun(effect.suite.planned, facts),
      ...(frame === undefined ? {} : { where: `${frame.file}:${frame.line}` }),
    },
    against: [describeThin(thin)],
    otherwise: spoken.map((one) => one.rule.otherwise),
    scores,
    ...(second === undefined ? {} : { runnerUp: { category: second.category, margin: thin?.margin ?? 0 } }),
    ...refusalOf(spoken),
    ...sightOf(seen, []),
  };
}

function sightOf(seen: Case, cited: readonly Evidence[]): Pick<Verdict, 'sight'> {
  return present({ sight: lookAround(seen, cited) });
}

function refusalOf(spoken: readonly Spoken[]): Pick<Verdict, 'isRefusal'> {
  return spoken.some((one) => one.opinion.isRefusal === true) ? { isRefusal: true } : {};
}

function methodOf(seen: Case): Pick<Verdict, 'method' | 'told' | 'isQuiet'> {
  const { decisive, logs, facts } = seen;
  if (decisive === undefined) return {};
  const { end, code = '', answer } = decisive.fact;
  const method = findMissed(seen)?.name ?? facts.contract.listedName(decisive.fact.method);
  const told = end === 'error' ? `${code}|${method}|${normaliseText(textOfError(answer))}` : undefined;
  return { method, ...present({ told, isQuiet: logs.length === 0 || undefined }) };
}

// What brings verdicts together that blame the service; nobody else's need it.
function commonOf(seen: Case, category: Category): Pick<Verdict, 'ties' | 'lostFileOf'> {
  if (category !== 'SYSTEM_CRITICAL' && category !== 'INTEGRATION_ISSUE') return {};
  const ties = category === 'SYSTEM_CRITICAL' ? findTies(seen) : tieByStack(seen);
  return { ...present({ lostFileOf: findTeller(seen) }), ...(ties.length === 0 ? {} : { ties }) };
}

function describeThin(thin: Open['thin']): string {
  if (thin === undefined) return 'no fact (incident, end of a process, exchange, log line, requirement) explains it';
  const { category, score, margin } = thin;
  return `${category} scored ${score}, ahead by ${margin}: a verdict needs ${LEAST_SCORE}, and a lead of ${LEAST_MARGIN}`;
}

function citeFailure({ effect }: Case): Evidence {
  return cite(effect.seq, effect.reason ?? effect.outcome);
}
