import type { ExchangeFact, Requirement } from '#domain';
import { isService } from './case.ts';
import type { Case } from './case.ts';
import { readDifference } from './differences.ts';
import type { Found } from './found.ts';
import { listNumbers } from './given.ts';
import { findPassedOn } from './passed-on.ts';

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

/** Several rules ask of one failure. */
const found = new WeakMap<Case, Provenance | null>();

/** Undefined where no two numbers were compared, or none of them is one that a service answered. */
export function findProvenance(seen: Case): Provenance | undefined {
  let provenance = found.get(seen);
  if (provenance === undefined) found.set(seen, (provenance = trace(seen) ?? null));
  return provenance ?? undefined;
}

function trace(seen: Case): Provenance | undefined {
  const sides = readSides(seen);
  if (sides === undefined || findPassedOn(seen) !== undefined) return undefined;
  const [first, second] = sides.map((side) => findTold(seen, side));
  const exchange = first ?? second;
  if (exchange === undefined) return undefined;
  // The failure does not always tell which side is which: what came was answered.
  const [came, wanted] = first === undefined ? [sides[1], sides[0]] : sides;
  const known = listKnown(seen);
  return { came, wanted, exchange, cameFollows: explain(came, known), wantedFollows: explain(wanted, known) };
}

function readSides({ effect, isTold, decisive }: Case): readonly [number, number] | undefined {
  if (effect.reason !== 'assertion' || isTold) return undefined;
  const sides = readDifference(effect.failure);
  const isCode = sides?.includes(Number(decisive?.fact.code)) === true;
  return isCode || sides?.some((side) => Math.abs(side) < LEAST_NUMBER) === true ? undefined : sides;
}

function findTold({ exchanges, facts }: Case, side: number): Found<ExchangeFact> | undefined {
  return exchanges.findLast(
    ({ fact }) =>
      fact.end === 'answered' && isService(facts, fact.component) && listNumbers(fact.answer).includes(side),
  );
}

/** Small numbers stand everywhere: from where one comes nobody can tell. */
export const LEAST_NUMBER = 10;

interface Known {
  readonly value: number;
  readonly delivered?: Found<ExchangeFact>;
}

const MOST_NUMBERS = 40;

/** Whether a number follows from what one requirement says together with what was asked and delivered, and not without it. */
export function followsFrom(seen: Case, requirement: Requirement, value: number): boolean {
  const follows = (cited: readonly Requirement[]): boolean =>
    explain(value, listKnown({ ...seen, cited })) !== undefined;
  return follows([requirement]) && !follows([]);
}

function listKnown({ exchanges, between, cited, facts }: Case): readonly Known[] {
  const asked = exchanges.flatMap(({ fact }) => listNumbers(`${fact.method} ${fact.request}`));
  const written = cited.filter(({ status }) => status === 'approved').flatMap(({ text }) => listNumbers(text));
  const delivered = between
    .filter(({ fact }) => fact.end === 'answered' && isService(facts, fact.from))
    .flatMap((one) => listNumbers(one.fact.answer).map((value) => ({ value, delivered: one })));
  const byValue = new Map<number, Known>();
  for (const one of [...delivered, ...[...asked, ...written].map((value) => ({ value }))]) byValue.set(one.value, one);
  return [...byValue.values()].slice(0, MOST_NUMBERS);
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
      const operation = OPERATIONS.find(([, of, apart]) => Math.abs(of(one.value, other.value) - value) <= apart);
      if (operation !== undefined) return originOf(`${one.value} ${operation[0]} ${other.value}`, one, other);
    }
  }
  return undefined;
}

function originOf(formula: string, ...parts: readonly Known[]): Origin {
  const delivered = parts.find((one) => one.delivered !== undefined)?.delivered;
  return delivered === undefined ? { formula } : { formula, delivered };
}
