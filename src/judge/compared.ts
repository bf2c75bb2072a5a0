import type { Failure } from '#domain';

const NUMBERS =
  /(?:^|\s)(-?\d+)\s+(?:!==?|===?|to (?:strictly )?(?:equal|be)|but (?:got|was)|instead of)\s+(-?\d+)(?=\s|$)/mu;

/** As people write it where nothing compares for them: `got 200, want 201`, `status 200, expected 201`. */
const WRITTEN =
  /(?:got|was|is|were|actual|received|status(?: code)?|code)[:= ]+(-?\d+)\b[^\d\n]{0,40}?\b(?:want(?:ed)?|expect(?:ed)?|should (?:be|have been)|instead of|not)[:= ]+(-?\d+)\b|\b(?:want(?:ed)?|expect(?:ed)?)[:= ]+(-?\d+)\b[^\d\n]{0,40}?\b(?:got|was|received|actual|but)[:= ]+(?:got |was )?(-?\d+)\b/iu;

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
