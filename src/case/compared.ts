import type { Failure } from '#domain';
import { listDifferences } from './differences.ts';

const NUMBERS =
  /(?:^|\s)(-?\d+)\s+(?:!==?|===?|to (?:strictly )?(?:equal|be)|but (?:got|was)|instead of)\s+(-?\d+)(?=\s|$)/mu;

/** As people write it where nothing compares for them: `got 200, want 201`, `status 200, expected 201`. */
const WRITTEN =
  /\b(?:(?:got|was|actual|received)(?: [a-z_]+){0,2}|is|were|status(?: code)?|code)[:= ]+(-?\d+)\b[^\d\n]{0,40}?\b(?:want(?:ed)?|expect(?:ed)?|should (?:be|have been)|instead of|not)(?: [a-z_]+){0,2}[:= ]+(-?\d+)\b|\b(?:want(?:ed)?|expect(?:ed)?)(?: [a-z_]+){0,2}[:= ]+(-?\d+)\b[^\d\n]{0,40}?\b(?:got|was|received|actual|but)[:= ]+(?:got |was )?(-?\d+)\b/iu;

type Compared = readonly [string, string];

/** Many tests share a failure, and many rules ask of it. */
const known = new WeakMap<Failure, Compared | null>();

/** The two whole numbers that an assertion compared, in no order: codes are such; undefined where it compared something else. */
export function readCompared(failure: Failure): Compared | undefined {
  let compared = known.get(failure);
  if (compared === undefined) known.set(failure, (compared = read(failure) ?? null));
  return compared ?? undefined;
}

function read({ actual, expected, message }: Failure): Compared | undefined {
  if (isNumber(actual) && isNumber(expected)) return [actual, expected];
  const [one, other] = [...(NUMBERS.exec(message) ?? []), ...(WRITTEN.exec(message) ?? [])].filter(isNumber);
  return one === undefined || other === undefined ? undefined : [one, other];
}

function isNumber(value: string | undefined): value is string {
  return value !== undefined && /^-?\d+$/u.test(value);
}

/** The one number in which two values differ that are alike otherwise: what came, as far as the failure tells which, and what was wanted. */
export function readDifference(failure: Failure): readonly [number, number] | undefined {
  const [difference, ...others] = listDifferences(failure);
  if (difference === undefined || others.length > 0) return undefined;
  const sides = [difference.is, difference.wanted].map((side) => (side === '' ? Number.NaN : Number(side)));
  const [came = Number.NaN, wanted = Number.NaN] = sides;
  return sides.every(Number.isFinite) ? [came, wanted] : undefined;
}
