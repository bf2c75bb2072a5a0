import type { Requirement } from '#domain';

/** A number with its unit, or a code: what two documents may disagree on. */
const VALUE = /-?\d+(?:\.\d+)?(?: ?(?:ms|s|seconds|minutes|%|[kMG]i?B|bytes|fps))?(?![\w.-]*\w)/gu;
const IS_CODE = /^-\d+$|^[1-5]\d\d$/u;
const HAS_UNIT = /[a-z%]$/iu;

/** Approved requirements that say the same sentence with another code or amount, each with those that it contradicts. */
export function findContradictions(requirements: readonly Requirement[]): ReadonlyMap<string, readonly string[]> {
  const bySentence = new Map<string, Requirement[]>();
  for (const one of requirements) {
    if (one.status !== 'approved') continue;
    const sentence = skeletonOf(one.text);
    const alike = bySentence.get(sentence);
    if (alike === undefined) bySentence.set(sentence, [one]);
    else alike.push(one);
  }
  const found = new Map<string, readonly string[]>();
  for (const alike of bySentence.values()) {
    for (const one of alike) {
      const others = alike.filter((other) => contradicts(one.text, other.text)).map((other) => other.id);
      if (others.length > 0) found.set(one.id, others);
    }
  }
  return found;
}

function skeletonOf(text: string): string {
  return text.replace(VALUE, '<value>').replaceAll(/\s+/gu, ' ').trim().toLowerCase();
}

// The sentences are the same but for their values. Where a plain number differs too they speak of different things.
function contradicts(one: string, other: string): boolean {
  const [mine, theirs] = [valuesOf(one), valuesOf(other)];
  const differing = mine.flatMap((value, index) => (value === theirs[index] ? [] : [value, theirs[index] ?? '']));
  return differing.length > 0 && differing.every((value) => IS_CODE.test(value) || HAS_UNIT.test(value));
}

function valuesOf(text: string): readonly string[] {
  return [...text.matchAll(VALUE)].map(([value]) => value);
}
