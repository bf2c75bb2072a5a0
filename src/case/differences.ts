import type { Failure } from '#domain';
import { listComparisons } from './comparison.ts';
import type { Comparison } from './comparison.ts';
import { unquote } from './unquote.ts';

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
  return shown.length > 0 ? shown : all.filter(({ how }) => how !== 'told');
}

/** A text in quotes, or a number by itself. */
const LEAF = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|(?<![\w.])-?\d+(?:\.\d+)?(?!\w)/gu;

const MANY = 24;

/** All places in which the two sides that an assertion told differ, where they are alike otherwise; none where they are too many to be read. */
export function listAllDifferences(failure: Failure): readonly Difference[] {
  const apart = listComparisons(failure)
    .filter(({ how }) => how === 'told')
    .flatMap(findApart);
  return apart.length > MANY ? [] : apart;
}

const STRUCTURE = /^[[{(]/u;

function findApart({ came, wanted }: Comparison): readonly Difference[] {
  if (![came, wanted].some((side) => STRUCTURE.test(side))) return came === wanted ? [] : [{ came, wanted }];
  if (shapeOf(came) !== shapeOf(wanted)) return [];
  const hoped = wanted.match(LEAF) ?? [];
  const pairs = (came.match(LEAF) ?? []).map((one, index) => ({
    came: unquote(one),
    wanted: unquote(hoped[index] ?? one),
  }));
  const apart = pairs.filter((one) => one.came !== one.wanted);
  return pairs.length === 0 && came !== wanted ? [{ came, wanted }] : apart;
}

// Long ones are written over several lines.
function shapeOf(side: string): string {
  return side.replaceAll(LEAF, '').replaceAll(/\s+/gu, '');
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
