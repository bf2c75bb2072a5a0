import type { Failure } from '#domain';
import { unquote } from './unquote.ts';

/** Two sides that a failure compared, as texts without their quotes. */
export interface Comparison {
  readonly came: string;
  readonly wanted: string;
  /** The assertion told both; or its text holds them as values; or as bare words, which may be names as well. */
  readonly how: 'told' | 'values' | 'words';
}

/** Many tests share a failure, and many rules ask of it. */
const known = new WeakMap<Failure, readonly Comparison[]>();

/** All that a failure compared: what the assertion told first, then what its text holds, line by line, each once. */
export function listComparisons(failure: Failure): readonly Comparison[] {
  let comparisons = known.get(failure);
  if (comparisons === undefined) known.set(failure, (comparisons = [...readTold(failure), ...readWritten(failure)]));
  return comparisons;
}

const NOTHING = 'undefined';
const MOST_LINES = 40;

function readTold({ expected, actual }: Failure): readonly Comparison[] {
  return expected === undefined
    ? []
    : [{ came: unquote(actual ?? NOTHING), wanted: unquote(expected), how: 'told' as const }];
}

function readWritten({ message }: Failure): readonly Comparison[] {
  const found = new Map<string, Comparison>();
  for (const line of message.split('\n').slice(0, MOST_LINES)) {
    const comparison = readLine(line);
    // `2 != 2` was to differ.
    if (comparison !== undefined && comparison.came !== comparison.wanted)
      found.set(`${comparison.came}\n${comparison.wanted}`, comparison);
  }
  return [...found.values()];
}

const NUMBER = String.raw`-?\d+(?:\.\d+)?(?:e[+-]?\d+)?`;
const QUOTED = String.raw`"[^"\n]*"|'[^'\n]*'`;
const WORD = String.raw`(?!(?:strictly|loosely|deeply|of)\b)[\p{L}\p{N}_./:+-]*[\p{L}\p{N}]`;
const WANTED = String.raw`(?:want(?:ed)?|expected|instead of|should (?:be|have been))`;
const CAME = String.raw`(?:got|was|received|actual)`;

/** As languages, frameworks and people write a comparison where nothing tells its sides apart: V stands for a value, the first that matches is read. */
const WRITTEN: readonly (readonly ['came' | 'wanted', string])[] = [
  // Node, Python, TAP: `'a' !== 'b'`.
  ['came', String.raw`(?:^|[\s(])V (?:!==?|===?) V(?=[\s),]|$)`],
  // Chai: `expected 400 to equal 201`.
  ['came', String.raw`\bexpected V to (?:strictly |deeply )?(?:equal|be) V`],
  // Go and people: `got status 200, want 201`, `postage 0, want 700`, `want 201, got 200`.
  ['came', String.raw`\b${CAME}\b(?:[ :=]+[a-z]+)?[ :=]+V[,;]? (?:but )?${WANTED}[ :=]+V`],
  ['wanted', String.raw`\b(?:want(?:ed)?|expected)[ :=]+V[,;]? (?:but )?(?:${CAME}|is|found)[ :=]+V`],
];

/** Of values alone: a word before these would be any word. */
const BESIDE: readonly (readonly ['came' | 'wanted', string])[] = [
  ['came', String.raw`V[,;]? (?:but )?${WANTED}[:= ]+V`],
  ['wanted', String.raw`V but (?:got|was) V`],
];

/** Of numbers alone, with names between: `status code 200 of POST, expected 201`. */
const SPREAD: readonly (readonly ['came' | 'wanted', string])[] = [
  [
    'came',
    String.raw`\b(?:${CAME}(?: [a-z_]+){0,2}|is|were|status(?: code)?|code)[:= ]+V\b[^\d\n]{0,40}?\b(?:${WANTED}|expect|not)(?: [a-z_]+){0,2}[:= ]+V\b`,
  ],
  [
    'wanted',
    String.raw`\b(?:want(?:ed)?|expect(?:ed)?)(?: [a-z_]+){0,2}[:= ]+V\b[^\d\n]{0,40}?\b(?:${CAME}|but)[:= ]+(?:got |was )?V\b`,
  ],
];

/** Of lists and objects on one line: `got map[id:7], want map[id:8]`. */
const STRUCTURE = String.raw`[&*]?(?:[\w.*]|\[\w*\]){0,40}[[{].{0,2000}[\]}]`;

const compile =
  (value: string, how: Comparison['how']) =>
  ([first, text]: readonly ['came' | 'wanted', string]) => ({
    first,
    how,
    pattern: new RegExp(text.replaceAll('V', `(${value})`), 'iu'),
  });

const ROWS = [
  ...[...WRITTEN, ...BESIDE].map(compile(`${NUMBER}|${QUOTED}`, 'values')),
  ...SPREAD.map(compile(NUMBER, 'values')),
  ...WRITTEN.slice(2).map(compile(STRUCTURE, 'values')),
  ...WRITTEN.map(compile(`${QUOTED}|${WORD}`, 'words')),
];

function readLine(line: string): Comparison | undefined {
  for (const { pattern, first, how } of ROWS) {
    const [, one, other] = pattern.exec(line) ?? [];
    if (one === undefined || other === undefined) continue;
    const [came, wanted] = first === 'came' ? [one, other] : [other, one];
    return { came: unquote(came), wanted: unquote(wanted), how };
  }
  return undefined;
}
