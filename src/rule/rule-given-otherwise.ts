import { holds, oneLine } from '#domain';
import {
  EPSILON,
  citeExchange,
  findDemand,
  findExplained,
  findText,
  follow,
  isIdle,
  isMisasked,
  listAnswered,
  listGiven,
  listOwn,
  listRecipes,
  listTexts,
  makes,
} from '#case';
import type { Case, Exchange, Explained, Made } from '#case';
import { findGivenRight } from './rule-given-right.ts';
import type { WeightedRule } from './weighted-rule.ts';

/** The service made of it what it always makes; what it was given had another meaning. */
export const ruleGivenOtherwise: WeightedRule = {
  id: 'given-otherwise',
  sentence:
    'A service whose answer is rightly made of what it was given, and would be right had it been given the same in another unit, the other way round or in other words, does not agree with what it needs on what is told.',
  weights: { INTEGRATION_ISSUE: 11, SYSTEM_CRITICAL: -6, TEST_ARTIFACT: -3 },
  cites: 'the answer, and what the service was given for it',
  advises: 'compare unit, direction and spelling of what the one tells with what the other takes it for',
  otherwise: 'if the right answer could be made of what the service was given, the service alone would be wrong',
  opine: (seen) => {
    const shown = findShown(seen);
    if (shown === undefined) return undefined;
    const { source, answer, given, text } = shown;
    const { from: service = 'the service', component: dependency = source.fact.address, method } = source.fact;
    return {
      evidence: [citeExchange(source), citeExchange(answer)],
      lead: {
        about: `${service}>${dependency}`,
        title: `${dependency} tells ${service} ${oneLine(given, 60)} for ${oneLine(method, 80)}, ${text}`,
        action: `compare unit, direction and spelling of what ${dependency} tells with what ${service} takes it for`,
        where: `components.${dependency}`,
      },
    };
  },
};

interface Shown extends Explained {
  readonly source: Exchange;
  readonly answer: Exchange;
}

function findShown(seen: Case): Shown | undefined {
  if (findGivenRight(seen) !== undefined) return undefined;
  const found = findExplained(seen, (made) => describeText(made) ?? describeNumber(seen, made));
  if (found === undefined) return findAsked(seen);
  return isMisasked(found.source, seen) ? undefined : { ...found, answer: found.made.answer };
}

// The test asks for something by a name that the other side tells a little otherwise, and nothing is there.
function findAsked(seen: Case): Shown | undefined {
  const { decisive, facts } = seen;
  if (decisive?.fact.end !== 'answered' || !facts.contract.isTemplated(decisive.fact.method)) return undefined;
  const asked = decisive.fact.method.replace(/\?.*$/u, '').split('/').at(-1) ?? '';
  const given = listAnswered(seen);
  const texts = given.flatMap((source) => listTexts(source.fact.answer).map((text) => ({ source, text })));
  if (!WORD.test(asked) || findDemand(seen)?.approved[0] === undefined || texts.some(({ text }) => text === asked))
    return undefined;
  const like = texts.find(({ text }) => isLike(text, asked));
  return like && { source: like.source, answer: decisive, given: like.text, text: `where ${asked} is meant` };
}

const WORD = /\p{L}{3}/u;

// The same word in another spelling, or with something before or after it.
function describeText({ difference: { came, wanted }, given }: Made): Explained | undefined {
  const texts = new Set(given.flatMap(({ fact }) => listTexts(fact.answer)));
  const isTold = texts.has(came) && !texts.has(wanted);
  return isTold && isLike(came, wanted) ? { given: came, text: `where ${wanted} is meant` } : undefined;
}

function isLike(text: string, other: string): boolean {
  if (![text, other].every((one) => WORD.test(one))) return false;
  const [one, two] = [text.toLowerCase(), other.toLowerCase()];
  return one === two || holds(one, two) || holds(two, one);
}

/** Cents of a unit, thousandths, seconds, minutes, hours, bytes. */
const UNITS: readonly number[] = [10, 100, 1000, 1_000_000, 60, 3600, 24, 1024];

function describeNumber(seen: Case, made: Made): Explained | undefined {
  const [number, wanted] = [Number(made.difference.came), Number(made.difference.wanted)];
  if (![number, wanted].every((one) => Number.isFinite(one) && one !== 0)) return undefined;
  for (const recipe of listRecipes(listOwn(seen, made), listGiven(made))) {
    if (isIdle(recipe) || !makes(follow(recipe, recipe.given), number)) continue;
    const meant = listMeanings(recipe.given).find((one) => isExactly(follow(recipe, one), wanted));
    if (meant !== undefined) return { given: findText(made, recipe.given), text: `where ${round(meant)} is meant` };
  }
  return undefined;
}

function listMeanings(given: number): readonly number[] {
  if (given === 0) return [];
  const inUnits = UNITS.flatMap((unit) => [given * unit, given / unit]);
  return Number.isInteger(given) ? inUnits : [...inUnits, 1 / given];
}

function isExactly(value: number, wanted: number): boolean {
  return Math.abs(value - wanted) < EPSILON * EPSILON * Math.max(1, Math.abs(wanted));
}

function round(number: number): string {
  return String(Math.round(number / EPSILON) * EPSILON).slice(0, 12);
}
