import type { Failure } from '#domain';
import { unquote } from './unquote.ts';

/** One place in which what came is not what was wanted. */
export interface Difference {
  readonly is: string;
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

function read({ actual, expected, message }: Failure): readonly Difference[] {
  const told = actual === undefined || expected === undefined ? [] : findApart(actual, expected);
  return told.length > 0 ? told : message.split('\n').slice(0, MOST_LINES).flatMap(readLine);
}

const MOST_LINES = 40;
const MOST_APART = 4;
/** A text in quotes, or a number by itself. */
const LEAF = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|(?<![\w.])-?\d+(?:\.\d+)?(?!\w)/gu;

function findApart(actual: string, expected: string): readonly Difference[] {
  if (actual.replaceAll(LEAF, '') !== expected.replaceAll(LEAF, '')) return [];
  const wanted = expected.match(LEAF) ?? [];
  const pairs = (actual.match(LEAF) ?? []).map((one, index) => ({
    is: unquote(one),
    wanted: unquote(wanted[index] ?? one),
  }));
  const apart = pairs.filter((one) => one.is !== one.wanted);
  // Two lists that differ everywhere differ in more than a value.
  if (apart.length > 0) return apart.length > MOST_APART ? [] : apart;
  return pairs.length === 0 && actual !== expected ? [{ is: actual, wanted: expected }] : [];
}

const VALUE = String.raw`("[^"\n]*"|'[^'\n]*'|[\p{L}\p{N}_./:+-]*[\p{L}\p{N}])`;
/** As languages, frameworks and people write it where nothing tells the sides apart. */
const WRITTEN: readonly (readonly [RegExp, 'is' | 'wanted'])[] = [
  [
    new RegExp(
      String.raw`\b(?:got|was|received|actual)\b(?:[ :=]+[a-z]+)?[ :=]+${VALUE},? (?:but )?(?:want(?:ed)?|expected|instead of)[ :=]+${VALUE}`,
      'iu',
    ),
    'is',
  ],
  [
    new RegExp(
      String.raw`\b(?:want(?:ed)?|expected)[ :=]+${VALUE},? (?:but )?(?:got|was|received)[ :=]+${VALUE}`,
      'iu',
    ),
    'wanted',
  ],
  [new RegExp(String.raw`\bexpected ${VALUE} to (?:strictly |deeply )?(?:equal|be) ${VALUE}`, 'iu'), 'is'],
  [new RegExp(String.raw`(?:^|[\s(])${VALUE} (?:!==?|===?) ${VALUE}(?=[\s),]|$)`, 'u'), 'is'],
];

function readLine(line: string): readonly Difference[] {
  for (const [pattern, first] of WRITTEN) {
    const [, one, other] = pattern.exec(line) ?? [];
    if (one === undefined || other === undefined) continue;
    const [is, wanted] = (first === 'is' ? [one, other] : [other, one]).map(unquote);
    return is === undefined || wanted === undefined || is === wanted ? [] : [{ is, wanted }];
  }
  return [];
}
