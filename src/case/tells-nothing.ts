import type { ExchangeFact } from '#domain';

/** Whether an answer holds nothing but what was asked for and emptiness: no, none, nought, nobody. */
export function tellsNothing({ end, answer, method }: ExchangeFact): boolean {
  if (end !== 'answered' || !/^\s*\{/u.test(answer)) return false;
  try {
    const leaves = listLeaves(JSON.parse(answer));
    return leaves.length > 0 && leaves.every((leaf) => isEmpty(leaf) || method.includes(String(leaf)));
  } catch {
    return false;
  }
}

function listLeaves(value: unknown): readonly unknown[] {
  if (typeof value !== 'object' || value === null) return [value];
  return Object.values(value).flatMap(listLeaves);
}

function isEmpty(leaf: unknown): boolean {
  return leaf === null || leaf === false || leaf === 0 || leaf === '';
}
