import type { CriterionResult, MeasuredCriterion } from '#domain';

// How criteria are made: none without numbers.

const group = 'real-system';

/** What may be said of a criterion besides its numbers. */
type Told = Omit<MeasuredCriterion, 'kind' | 'group' | 'value' | 'limit' | 'result'>;

/** A share that has to be whole. */
export function wholeShare(part: number, of: number, told: Told): MeasuredCriterion {
  const value = part / of;
  const short = value > 0 ? 'partly' : 'not met';
  return { kind: 'measured', group, value, limit: 1, result: part === of ? 'met' : short, ...told };
}

export function noNumber(name: string, why: string): CriterionResult {
  return { kind: 'unmeasured', group, name, why };
}

const NAMED = 3;

/** `lacking: a, b and 4 more`, or nothing. */
export function firstOf(names: readonly string[], label = 'lacking'): readonly string[] {
  if (names.length === 0) return [];
  const more = names.length - NAMED;
  return [`${label}: ${names.slice(0, NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`];
}
