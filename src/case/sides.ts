import type { Failure } from '#domain';
import type { Case } from './case.ts';
import { unquote } from './unquote.ts';

/** The two sides of a comparison, as texts without their quotes. */
export interface Sides {
  readonly came: string;
  readonly wanted: string;
}

const PLAIN = String.raw`(-?\d+(?:\.\d+)?(?:e[+-]?\d+)?|"[^"\n]*"|'[^'\n]*')`;
/** As people write it where nothing compares for them: `postage 0, want 700`. */
const CAME_FIRST = new RegExp(
  String.raw`${PLAIN}[,;]? (?:but )?(?:want(?:ed)?|expected|instead of|should (?:be|have been))[:= ]+${PLAIN}`,
  'iu',
);
const WANTED_FIRST = new RegExp(
  String.raw`\b(?:want(?:ed)?|expected)[:= ]+${PLAIN}[,;]? (?:but )?(?:got|was|received|found|is)[:= ]+${PLAIN}`,
  'iu',
);

/** What came and what was wanted, by what the assertion tells, or by the words of people. */
function readSides({ expected, actual, message }: Failure): Sides | undefined {
  if (expected !== undefined) return { came: unquote(actual ?? NOTHING), wanted: unquote(expected) };
  const [, came, wanted] = CAME_FIRST.exec(message) ?? [];
  if (came !== undefined && wanted !== undefined) return { came: unquote(came), wanted: unquote(wanted) };
  const [, hoped, got] = WANTED_FIRST.exec(message) ?? [];
  return hoped === undefined || got === undefined ? undefined : { came: unquote(got), wanted: unquote(hoped) };
}

const NOTHING = 'undefined';
/** Of an assertion on what was recorded. */
export function readAsserted({ effect: { failure, reason }, isTold }: Case): Sides | undefined {
  return reason === 'assertion' && !isTold ? readSides(failure) : undefined;
}

const NUMBERS = /(?<![\w.])-?\d+(?:\.\d+)?(?![\w.])/gu;

/** The numbers of one side that the other does not hold, each once. */
export function numbersApart({ came, wanted }: Sides): Readonly<Record<keyof Sides, readonly number[]>> {
  const [all, hoped] = [numbersIn(came), numbersIn(wanted)];
  return {
    came: [...all].filter((number) => !hoped.has(number)),
    wanted: [...hoped].filter((number) => !all.has(number)),
  };
}

function numbersIn(side: string): ReadonlySet<number> {
  return new Set((side.match(NUMBERS) ?? []).map(Number));
}
