import type { Failure } from '#domain';
import { listComparisons } from './comparison.ts';
import type { Comparison } from './comparison.ts';
import { readStructure } from './structure.ts';

/** One place in which what came is not what was wanted. */
export interface Difference {
  readonly came: string;
  readonly wanted: string;
}

/** Many tests share a failure, and several rules ask of it. */
const known = new WeakMap<Failure, readonly Difference[]>();

/** The places in which the two sides of a comparison differ: of two structures that are alike otherwise, else as the text of the failure tells them. */
export function listDifferences(failure: Failure): readonly Difference[] {
  let differences = known.get(failure);
  if (differences === undefined) known.set(failure, (differences = read(failure)));
  return differences;
}

/** So many places of two structures differ at most: what differs everywhere differs in more than a value. */
const MOST_APART = 4;

function read(failure: Failure): readonly Difference[] {
  const all = listComparisons(failure);
  const told = failure.actual === undefined ? [] : all.filter(({ how }) => how === 'told').flatMap(findApart);
  const shown = told.length > MOST_APART ? [] : told;
  return shown.length > 0 ? shown : all.filter(({ how }) => how !== 'told').flatMap(findInside);
}

// What a text holds may be of any sort: where it is no structure that is alike otherwise, it stands as it is.
function findInside(one: Comparison): readonly Difference[] {
  const apart = findApart(one);
  return apart.length === 0 || apart.length > MOST_APART ? [one] : apart;
}

const MANY = 24;

/** All places in which the two sides differ that an assertion told, or two structures that its text holds, where they are alike otherwise; none where they are too many to be read. */
export function listAllDifferences(failure: Failure): readonly Difference[] {
  const apart = listComparisons(failure)
    .filter(({ came, how }) => how === 'told' || (how === 'values' && readStructure(came) !== undefined))
    .flatMap(findApart);
  return apart.length > MANY ? [] : apart;
}

function findApart({ came, wanted }: Comparison): readonly Difference[] {
  const [is, hoped] = [readStructure(came), readStructure(wanted)];
  if (came === wanted || is?.shape !== hoped?.shape) return [];
  if (is === undefined || hoped === undefined || is.values.length === 0) return [{ came, wanted }];
  return is.values
    .map((one, index) => ({ came: one, wanted: hoped.values[index] ?? one }))
    .filter((one) => one.came !== one.wanted);
}

/** The two whole numbers that an assertion compared: codes are such; undefined where it compared something else. */
export function readCompared(failure: Failure): readonly [string, string] | undefined {
  const found = listComparisons(failure).find(
    ({ came, wanted, how }) => how !== 'words' && WHOLE.test(came) && WHOLE.test(wanted),
  );
  return found && [found.came, found.wanted];
}

const WHOLE = /^-?\d+$/u;

/** The one number in which two values differ that are alike otherwise: what came, and what was wanted. */
export function readDifference(failure: Failure): readonly [number, number] | undefined {
  const [difference, ...others] = listDifferences(failure);
  if (difference === undefined || others.length > 0) return undefined;
  const [came = Number.NaN, wanted = Number.NaN] = [difference.came, difference.wanted].map((side) =>
    side === '' ? Number.NaN : Number(side),
  );
  return Number.isFinite(came) && Number.isFinite(wanted) ? [came, wanted] : undefined;
}
