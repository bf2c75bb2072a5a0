import { holds } from '#domain';
import type { ExchangeFact } from '#domain';

/** Whether an answer holds nothing but what was asked for and emptiness: no, none, nought, nobody. */
export function tellsNothing({ end, answer, method }: ExchangeFact): boolean {
  if (end !== 'answered' || !/^\s*\{/u.test(answer)) return false;
  try {
    const leaves = listLeaves(JSON.parse(answer));
    const isNo = leaves.length === 0 || leaves.some((leaf) => leaf === null || leaf === false);
    return isNo && leaves.every((leaf) => isEmpty(leaf) || holds(method, String(leaf)));
  } catch {
    return false;
  }
}

/** Whether a body holds nothing at all: no zero, no false. */
export function isBare({ end, answer }: ExchangeFact): boolean {
  return end === 'answered' && /^\s*(?:\{\s*\}|\[\s*\]|null|"")?\s*$/u.test(answer);
}

function listLeaves(value: unknown): readonly unknown[] {
  if (typeof value !== 'object' || value === null) return [value];
  return Object.values(value).flatMap(listLeaves);
}

function isEmpty(leaf: unknown): boolean {
  return leaf === null || leaf === false || leaf === 0 || leaf === '';
}
