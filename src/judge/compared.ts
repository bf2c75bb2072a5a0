import type { Failure } from '#domain';

const NUMBERS =
  /(?:^|\s)(-?\d+)\s+(?:!==?|===?|to (?:strictly )?(?:equal|be)|but (?:got|was)|instead of)\s+(-?\d+)(?=\s|$)/mu;

/** The two whole numbers that an assertion compared, in no order: codes are such; undefined where it compared something else. */
export function readCompared({ actual, expected, message }: Failure): readonly [string, string] | undefined {
  if (isNumber(actual) && isNumber(expected)) return [actual, expected];
  const [, one, other] = NUMBERS.exec(message) ?? [];
  return one === undefined || other === undefined ? undefined : [one, other];
}

function isNumber(value: string | undefined): value is string {
  return value !== undefined && /^-?\d+$/u.test(value);
}
