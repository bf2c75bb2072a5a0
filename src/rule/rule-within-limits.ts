import { placeOf } from './place.ts';
import { oneLine } from '#domain';
import type { Requirement } from '#domain';
import { citeExchange, contentWords, findDifferingCode, isRefusal, readBody } from '#case';
import type { WeightedRule } from './weighted-rule.ts';

/** The document says how much is allowed, and the request says how much was asked for. */
export const ruleWithinLimits: WeightedRule = {
  id: 'within-limits',
  sentence:
    'A test that wants a refusal for what lies within the limits of the approved requirement which it cites, or an acceptance for what lies beyond them, and is answered as the limits say, reads them wrongly.',
  weights: { TEST_ARTIFACT: 10, SYSTEM_CRITICAL: -6 },
  cites: 'the request with its value, the answer, and the limits of the requirement',
  advises: 'correct the value or the expectation by the limits of the requirement',
  otherwise: 'if the value were outside the limits, the service would break the requirement',
  opine: (seen) => {
    const differing = findDifferingCode(seen);
    if (differing === undefined) return undefined;
    const { exchange, code, wanted } = differing;
    const isTaken = exchange.fact.end === 'answered';
    if (isTaken === !isRefusal(wanted)) return undefined;
    for (const requirement of seen.cited.filter(({ status }) => status === 'approved')) {
      const value = findValue(requirement, exchange.fact.request);
      if (value === undefined || value.isWithin !== isTaken) continue;
      const { id, text } = requirement;
      return {
        evidence: [citeExchange(exchange)],
        lead: {
          about: `${id}|${value.name}|${wanted}`,
          title: `the test wants ${wanted} for ${value.name} ${value.shown}, and by ${id} ${code} is right: ${oneLine(text, 160)}`,
          action: `correct ${value.name} or the expectation by the limits of ${id}`,
          ...placeOf(seen.effect.failure),
        },
      };
    }
    return undefined;
  },
};

export interface Limits {
  readonly least: number;
  readonly most: number;
  readonly ofLength: boolean;
}

const NUMBER = String.raw`(-?\d[\d_,]*(?:\.\d+)?)`;
const RANGE = new RegExp(
  String.raw`(?:from |of |between |has |have )?${NUMBER} (?:to|and|-|–) ${NUMBER}( (?:characters|letters|bytes))?`,
  'iu',
);
const MOST = new RegExp(
  String.raw`(?:at most|no more than|up to|not more than|maximum(?: of)?) ${NUMBER}( (?:characters|letters|bytes))?`,
  'iu',
);
const LEAST = new RegExp(
  String.raw`(?:at least|no less than|not less than|minimum(?: of)?) ${NUMBER}( (?:characters|letters|bytes))?`,
  'iu',
);
/** `A count below 1 is 400`: what lies below is refused. */
const BELOW = new RegExp(
  String.raw`\b(?:below|less than|under) ${NUMBER}( (?:characters|letters|bytes))? (?:is|are) `,
  'iu',
);
const ABOVE = new RegExp(
  String.raw`\b(?:above|more than|over|longer than) ${NUMBER}( (?:characters|letters|bytes))? (?:is|are) `,
  'iu',
);

/** The least and the most that a sentence allows. */
export function readLimits(text: string): Limits | undefined {
  const range = RANGE.exec(text);
  if (range !== null) return { least: read(range[1]), most: read(range[2]), ofLength: range[3] !== undefined };
  const [most, least] = [MOST.exec(text) ?? ABOVE.exec(text), LEAST.exec(text) ?? BELOW.exec(text)];
  if (most === null && least === null) return undefined;
  return {
    least: read(least?.[1], -Infinity),
    most: read(most?.[1], Infinity),
    ofLength: [most, least].some((found) => found?.[2] !== undefined),
  };
}

function read(text: string | undefined, otherwise = Number.NaN): number {
  return text === undefined ? otherwise : Number(text.replaceAll(/[_,]/gu, ''));
}

export interface Value {
  readonly name: string;
  readonly shown: string;
  readonly isWithin: boolean;
}

/** The one value that the words of the requirement name; of several nobody knows which is meant. */
export function findValue(requirement: Requirement, request: string): Value | undefined {
  const limits = readLimits(requirement.text);
  if (limits === undefined) return undefined;
  const words = contentWords(requirement.text);
  const isNamed = (name: string): boolean => [...contentWords(name)].some((word) => words.has(word));
  const told = Object.entries(readBody(request) ?? {}).filter(([name]) => isNamed(name));
  const [first, ...others] = told;
  if (first === undefined || others.length > 0) return undefined;
  const [name, value] = first;
  const size = limits.ofLength ? lengthOf(value) : value;
  if (typeof size !== 'number' || !Number.isInteger(size)) return undefined;
  const shown = limits.ofLength ? `of ${size} characters` : String(size);
  return { name, shown, isWithin: size >= limits.least && size <= limits.most };
}

function lengthOf(value: unknown): number | undefined {
  return typeof value === 'string' ? Array.from(value).length : undefined;
}
