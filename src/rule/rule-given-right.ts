import { oneLine } from '#domain';
import {
  citeExchange,
  findCopied,
  findDemand,
  findExplained,
  findKept,
  findOfAnother,
  findProvenance,
  findText,
  findUnasked,
  follow,
  isIdle,
  isMisasked,
  listGiven,
  listOwn,
  listRecipes,
  listTexts,
  makes,
} from '#case';
import type { Case, Explained, Made, WrongByItself } from '#case';
import { isOwnEffect } from './rule-own-effect.ts';
import type { WeightedRule } from './weighted-rule.ts';

/** Could the service have answered rightly? Then it is the service. */
export const ruleGivenRight: WeightedRule = {
  id: 'given-right',
  sentence:
    'A service that answers wrongly by an approved requirement, though what it needs gave it what the right answer is made of, or was not asked by it at all, is wrong by itself.',
  weights: { SYSTEM_CRITICAL: 8, INTEGRATION_ISSUE: -7, TEST_ARTIFACT: -6 },
  cites: 'the wrong answer, and what the service was given or that it asked for nothing',
  advises: 'look at what the service makes of what it is given, and at what it keeps',
  otherwise: 'if the right answer could not be made of what the service was given, the two sides would not agree',
  opine: (seen) => {
    const found = findGivenRight(seen) ?? findMisasked(seen) ?? findKept(seen) ?? findUnasked(seen);
    // What the test itself sent may be what is not as it thinks.
    if (found === undefined || isOfTest(seen)) return undefined;
    const { difference, how, evidence, method, component = 'the service' } = found;
    const suspects = findDemand(seen)?.approved.map(({ id }) => id) ?? [];
    return {
      evidence,
      lead: {
        about: method,
        title: `${component} answers ${oneLine(method, 80)} with ${oneLine(difference.came, 60)} in place of ${oneLine(difference.wanted, 60)}, ${how}`,
        action: `look at what ${component} makes of what it is given, and at what it keeps from one request to the next`,
        suspects: [method, ...suspects],
      },
    };
  },
};

function isOfTest(seen: Case): boolean {
  return isOwnEffect(seen) || findCopied(seen) !== undefined || findOfAnother(seen) !== undefined;
}

/** An approved requirement that is broken by a value which could have been made rightly of what was given. */
export function findGivenRight(seen: Case): WrongByItself | undefined {
  const found = findExplained(seen, (made) => describeText(made) ?? describeNumber(seen, made));
  if (found === undefined) return undefined;
  const { made, source, text } = found;
  const { component, method } = made.answer.fact;
  const who = source.fact.component ?? source.fact.address;
  return {
    difference: made.difference,
    how: `though ${who} gave it ${text}`,
    evidence: [citeExchange(made.answer), citeExchange(source)],
    method,
    component,
  };
}

const WORD = /\p{L}{3}/u;

// The right word was there, and another one was told.
function describeText({ difference: { came, wanted }, given }: Made): Explained | undefined {
  if (!WORD.test(wanted) || (came !== '' && !WORD.test(came))) return undefined;
  const texts = new Set(given.flatMap(({ fact }) => listTexts(fact.answer)));
  return texts.has(wanted) && !texts.has(came) ? { given: wanted, text: `"${oneLine(wanted, 60)}"` } : undefined;
}

/** No number came at all. */
const NOTHING = /^(?:null|undefined|None|nil|<nil>)$/u;
/** Small whole numbers are made of anything. */
const LEAST = 10;

function describeNumber(seen: Case, made: Made): Explained | undefined {
  const { came, wanted } = made.difference;
  const number = Number(wanted);
  if (came === '' || wanted === '' || !Number.isFinite(number)) return undefined;
  if (!NOTHING.test(came) && !Number.isFinite(Number(came))) return undefined;
  const recipe = listRecipes(listOwn(seen, made), listGiven(made)).find((one) => {
    const isTelling = Math.abs(number) >= LEAST || !Number.isInteger(one.given);
    return isTelling && !isIdle(one) && makes(follow(one, one.given), number);
  });
  if (recipe === undefined) return undefined;
  const given = findText(made, recipe.given);
  return { given, text: recipe.how === 'as it is' ? given : `${given}, which ${recipe.how} ${recipe.own} is right` };
}

// What came was made of an answer to another question than the test's.
function findMisasked(seen: Case): WrongByItself | undefined {
  const found = seen.cited.some(({ status }) => status === 'approved') ? findProvenance(seen) : undefined;
  const delivered = found?.cameFollows?.delivered;
  if (found === undefined || delivered === undefined || !isMisasked(delivered, seen)) return undefined;
  const { component, method } = found.exchange.fact;
  return {
    difference: { came: String(found.came), wanted: String(found.wanted) },
    how: `made of ${oneLine(delivered.fact.method, 80)}, which this test did not ask for`,
    evidence: [citeExchange(found.exchange), citeExchange(delivered)],
    method,
    component,
  };
}
