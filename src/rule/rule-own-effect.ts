import { placeOf } from './place.ts';
import { oneLine } from '#domain';
import type { ExchangeFact, Requirement } from '#domain';
import { citeExchange, findProvenance, isReading, isService, listJsonValues, numbersApart, readAsserted } from '#case';
import type { Case } from '#case';
import type { WeightedRule } from './weighted-rule.ts';

/** What came is what the test itself has brought about; it forgot part of that, or sent another amount than it meant. */
export const ruleOwnEffect: WeightedRule = {
  id: 'own-effect',
  sentence:
    'A number that follows from what the test itself sent (so many requests, their sum, the amount as it was sent, a count times a price, a step of a documented table) while the one that it wants does not, is of the making of the test.',
  weights: { TEST_ARTIFACT: 11, SYSTEM_CRITICAL: -7, INTEGRATION_ISSUE: -7, REQUIREMENT_GAP: -4 },
  cites: 'the requests of the test from which the number follows, and the answer',
  advises: 'compare what the test sends with what it wants to come of it',
  otherwise: 'if the number did not follow from what the test sent, the service would have made it',
  opine: (seen) => {
    const numbers = readNumbers(seen);
    const made = numbers === undefined ? undefined : findMaking(numbers, seen);
    if (numbers === undefined || made === undefined || seen.decisive === undefined) return undefined;
    return {
      evidence: [...made.of.slice(-3).map(citeExchange), citeExchange(seen.decisive)],
      lead: {
        about: `${oneLine(seen.decisive.fact.method, 80)}|${made.how}`,
        title: `the test wants ${numbers.wanted}, and ${numbers.came} is what it made itself: ${made.how}`,
        action: 'compare what the test sends with what it wants to come of it',
        ...placeOf(seen.effect.failure),
      },
    };
  },
};

/** Whether what came follows from what the test itself sent, and what it wants does not. */
export function isOwnEffect(seen: Case): boolean {
  const numbers = readNumbers(seen);
  return numbers !== undefined && findMaking(numbers, seen) !== undefined;
}

interface Numbers {
  readonly came: number;
  readonly wanted: number;
}

interface Making {
  readonly how: string;
  readonly of: Case['exchanges'];
}

// The one number in which the two sides differ.
function readNumbers(seen: Case): Numbers | undefined {
  const sides = readAsserted(seen);
  const { fact } = seen.decisive ?? {};
  if (sides === undefined || fact?.end !== 'answered' || fact.protocol !== 'http') return undefined;
  const { came, wanted } = numbersApart(sides);
  const numbers = onlyOf(came, wanted);
  return numbers === undefined || areCodes(numbers, fact) ? undefined : numbers;
}

function onlyOf([came, ...others]: readonly number[], [wanted, ...more]: readonly number[]): Numbers | undefined {
  const isOnly = came !== undefined && wanted !== undefined && others.length + more.length === 0;
  return isOnly ? { came, wanted } : undefined;
}

function areCodes({ came, wanted }: Numbers, { code }: ExchangeFact): boolean {
  return String(came) === code && /^[1-5]\d\d$/u.test(String(wanted));
}

// What follows from what was delivered is of who delivers, unless the test sent another count than it reckons with.
function findMaking(numbers: Numbers, seen: Case): Making | undefined {
  const product = findProduct(numbers, seen);
  if (product !== undefined || findProvenance(seen)?.cameFollows?.delivered !== undefined) return product;
  const step = findStep(numbers, seen);
  if (step !== undefined || seen.cited.some(speaksOfOne)) return step;
  const makings = listMakings(seen);
  return findCount(numbers, makings, seen) ?? findSum(numbers, makings) ?? findUnit(numbers, makings, seen);
}

/** By these a document says that doing a thing again does nothing, or that there is a limit. */
const OF_ONE =
  /\b(?:(?<!at )once|twice|second|same|unique|duplicate|idempoten\w*|again|only|own|at most|limit|page\w*|times|rate|convert\w*|changed?|refus\w*|nothing|never|until|more than)\b/iu;

function speaksOfOne({ text }: Requirement): boolean {
  return OF_ONE.test(text);
}

// What changed something, of one route only: what others changed besides cannot be reckoned.
function listMakings({ exchanges, facts }: Case): Case['exchanges'] {
  const changes = exchanges.filter(
    ({ fact }) => isService(facts, fact.component) && !isReading(fact.method) && fact.end === 'answered',
  );
  const last = changes.at(-1)?.fact.method;
  return changes.filter(({ fact }) => fact.method === last && fact.method.startsWith('POST '));
}

// As many as were made are listed, where the list was asked for as a whole.
function findCount({ came }: Numbers, makings: Case['exchanges'], seen: Case): Making | undefined {
  const changes = seen.exchanges.filter(({ fact }) => !isReading(fact.method) && fact.end === 'answered');
  const isAll = makings.length >= 2 && makings.length === came && changes.length === came;
  return isAll && isWhole(makings, seen) ? { how: `it was taken ${came} times`, of: makings } : undefined;
}

// Of one place out of many (`GET /shelves/7`) it is all only where it was made there.
function isWhole(makings: Case['exchanges'], { exchanges, facts }: Case): boolean {
  const { method = '' } = exchanges.at(-1)?.fact ?? {};
  const [place = ''] = facts.contract.isTemplated(method) ? (/(?<=^GET )\/[^/]+\/[^/]+/u.exec(method) ?? []) : [];
  return method.startsWith('GET ') && !method.includes('?') && makings.every(({ fact }) => fact.method.includes(place));
}

function findSum({ came, wanted }: Numbers, makings: Case['exchanges']): Making | undefined {
  if (makings.length < 2) return undefined;
  const fields = new Set(makings.flatMap(({ fact }) => numbersOf(fact.request).map(([field]) => field)));
  for (const field of fields) {
    const sent = makings.flatMap(({ fact }) => numbersOf(fact.request).filter(([name]) => name === field));
    const values = sent.map(([, value]) => value);
    const isAll = values.length === makings.length && values.reduce((sum, value) => sum + value, 0) === came;
    if (isAll && values.includes(wanted)) return { how: `${values.join(' and ')} as ${field}`, of: makings };
  }
  return undefined;
}

/** Hundredths, thousandths, minutes, hours, kibibytes. */
const FACTORS: readonly number[] = [100, 1000, 60, 3600, 1024, 10_000, 1_000_000];

// Told as it was sent, and wanted in another unit.
function findUnit({ came, wanted }: Numbers, makings: Case['exchanges'], { decisive }: Case): Making | undefined {
  const isOther = FACTORS.some((factor) => came * factor === wanted || came === wanted * factor);
  if (!isOther || came === 0 || decisive === undefined || !holdsNumber(decisive.fact, came)) return undefined;
  const sent = makings.filter(({ fact }) => numbersOf(fact.request).some(([, value]) => value === came));
  const isWanted = makings.some(({ fact }) => numbersOf(fact.request).some(([, value]) => value === wanted));
  return sent.length !== 1 || makings.length !== 1 || isWanted
    ? undefined
    : { how: `${came} is what it sent`, of: sent };
}

/** By these a document says that two numbers are multiplied. */
const TIMES = /\b(?:times|multiplied|per (?:piece|unit|item))\b|×/iu;

// Of a number that was sent and one that a dependency told for it.
function findProduct({ came, wanted }: Numbers, { cited, decisive, exchanges, between }: Case): Making | undefined {
  const isCalculated = cited.some(({ text, status }) => status === 'approved' && TIMES.test(text));
  const asked = exchanges.findLast((one) => one === decisive && !isReading(one.fact.method));
  if (!isCalculated || asked === undefined) return undefined;
  const told = between.filter(({ fact }) => fact.end === 'answered').flatMap(({ fact }) => numbersOf(fact.answer));
  const pairs = numbersOf(asked.fact.request).flatMap(([, sent]) => told.map(([, by]) => [sent, by] as const));
  const product = pairs.find(([sent, by]) => Math.round(sent * by) === came);
  if (product === undefined || !isOfOtherCount(wanted, product)) return undefined;
  return { how: `${product[0]}, which it sent, times ${product[1]}`, of: [asked] };
}

// What is wanted is the price of so many others. Of another price, or in another unit, it would be of who delivers.
function isOfOtherCount(wanted: number, [sent, by]: readonly [number, number]): boolean {
  const count = wanted / by;
  return Number.isInteger(count) && count > 0 && !Number.isInteger(Math.log10(count / sent));
}

/** `700 up to 1000 g, 1000 up to 5000 g`: what it is, and up to where. */
const STEP = /(\d+(?:\.\d+)?) (?:up to|to|below|under|for at most) (\d+(?:\.\d+)?)/giu;

// By the steps of a document, with what a dependency adds.
function findStep({ came, wanted }: Numbers, { cited, decisive, between }: Case): Making | undefined {
  if (decisive === undefined) return undefined;
  const told = between.filter(({ fact }) => fact.end === 'answered').flatMap(({ fact }) => numbersOf(fact.answer));
  const added = [0, ...told.map(([, by]) => by)];
  for (const { text, status } of cited) {
    const steps = [...text.matchAll(STEP)].map(([, is, upTo]) => [Number(is), Number(upTo)] as const);
    if (status !== 'approved' || steps.length < 2) continue;
    for (const [field, sent] of numbersOf(decisive.fact.request)) {
      const due = steps.find(([, upTo]) => sent <= upTo)?.[0];
      if (due === undefined || !added.some((by) => due + by === came) || added.some((by) => due + by === wanted))
        continue;
      return { how: `${field} ${sent} is ${due} by the steps of the document`, of: [decisive] };
    }
  }
  return undefined;
}

function holdsNumber({ answer }: ExchangeFact, number: number): boolean {
  return numbersOf(answer).some(([, value]) => value === number);
}

function numbersOf(text: string): readonly (readonly [string, number])[] {
  return (listJsonValues(text) ?? []).flatMap(({ field, value }) =>
    typeof value === 'number' ? [[field, value] as const] : [],
  );
}
