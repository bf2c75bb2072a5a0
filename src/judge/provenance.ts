import { isService } from './case.ts';
import type { Case } from './case.ts';
import { readDifference } from './compared.ts';
import type { Found } from './found.ts';
import { findPassedOn } from './passed-on.ts';
import type { ExchangeFact } from '#domain';

/** Two numbers that a test compared, and whether either follows from what is known besides. */
export interface Provenance {
  readonly came: number;
  readonly wanted: number;
  /** Where the number stands that came. */
  readonly exchange: Found<ExchangeFact>;
  /** From what was asked, what the documents say and what others answered. */
  readonly cameFollows: Origin | undefined;
  readonly wantedFollows: Origin | undefined;
}

export interface Origin {
  /** `3 × 250`. */
  readonly formula: string;
  /** What another component answered the service is part of it. */
  readonly delivered?: Found<ExchangeFact>;
}

/** Undefined where no two numbers were compared, or none of them is one that a service answered. */
export function findProvenance(seen: Case): Provenance | undefined {
  const { effect, exchanges, facts, isTold, decisive } = seen;
  const sides = effect.reason === 'assertion' && !isTold ? readDifference(effect.failure) : undefined;
  if (sides === undefined || sides.includes(Number(decisive?.fact.code))) return undefined;
  if (sides.some((side) => Math.abs(side) < LEAST_NUMBER) || findPassedOn(seen) !== undefined) return undefined;
  const answers = exchanges.filter(({ fact }) => fact.end === 'answered' && isService(facts, fact.component));
  const find = (side: number): Found<ExchangeFact> | undefined =>
    answers.findLast(({ fact }) => numbersIn(fact.answer).includes(side));
  const [first, second] = sides.map(find);
  // The failure does not always tell which side is which: what came was answered.
  const [came, wanted] = first === undefined && second !== undefined ? [sides[1], sides[0]] : sides;
  const exchange = first ?? second;
  if (exchange === undefined) return undefined;
  const known = listKnown(seen);
  const cameFollows = explain(came, known);
  return { came, wanted, exchange, cameFollows, wantedFollows: explain(wanted, known) };
}

/** Small numbers stand everywhere: from where one comes nobody can tell. */
const LEAST_NUMBER = 10;

interface Known {
  readonly value: number;
  readonly delivered?: Found<ExchangeFact>;
}

const MOST_NUMBERS = 40;

function listKnown({ exchanges, between, cited, facts }: Case): readonly Known[] {
  const asked = exchanges.flatMap(({ fact }) => numbersIn(`${fact.method} ${fact.request}`));
  const written = cited.filter(({ status }) => status === 'approved').flatMap(({ text }) => numbersIn(text));
  const delivered = between
    .filter(({ fact }) => fact.end === 'answered' && isService(facts, fact.from))
    .flatMap((one) => numbersIn(one.fact.answer).map((value) => ({ value, delivered: one })));
  const byValue = new Map<number, Known>();
  for (const one of [...delivered, ...[...asked, ...written].map((value) => ({ value }))]) byValue.set(one.value, one);
  return [...byValue.values()].slice(0, MOST_NUMBERS);
}

const NUMBER = /(?<![\w.-])-?\d+(?:\.\d+)?(?![\w]|\.\d)/gu;

function numbersIn(text: string): readonly number[] {
  return (text.match(NUMBER) ?? []).map(Number);
}

/** Products of prices and rates are rounded; sums are not, but for what floating point makes of them. */
const OPERATIONS: readonly (readonly [string, (one: number, other: number) => number, number])[] = [
  ['×', (one, other) => one * other, 0.5],
  ['+', (one, other) => one + other, 1e-6],
  ['−', (one, other) => one - other, 1e-6],
];

/** A number follows where it is one that is known, or comes of two of them. */
function explain(value: number, known: readonly Known[]): Origin | undefined {
  const same = known.find((one) => one.value === value);
  if (same !== undefined) return originOf(String(value), same);
  for (const one of known) {
    for (const other of known) {
      const found = OPERATIONS.find(([, of, apart]) => Math.abs(of(one.value, other.value) - value) <= apart);
      if (found !== undefined) return originOf(`${one.value} ${found[0]} ${other.value}`, one, other);
    }
  }
  return undefined;
}

function originOf(formula: string, ...parts: readonly Known[]): Origin {
  const delivered = parts.find((one) => one.delivered !== undefined)?.delivered;
  return delivered === undefined ? { formula } : { formula, delivered };
}
