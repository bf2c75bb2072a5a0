import type { Failure, Outcome } from '#domain';
import { normaliseLine } from './log-line.ts';

export interface ShownFailure {
  readonly outcome: Outcome;
  readonly failure?: Failure;
}

/** Whether two ends of one test say the same, apart from numbers and ids. What ran out of time differs only in what it waited for. */
export function isSameFailure(one: ShownFailure, other: ShownFailure): boolean {
  if (one.outcome !== other.outcome) return false;
  return one.outcome === 'timed-out' || describe(one) === describe(other);
}

function describe({ failure }: ShownFailure): string {
  if (failure === undefined) return '';
  const [headline = ''] = failure.message.split('\n');
  return `${failure.type}|${failure.code ?? ''}|${normaliseLine(headline)}`;
}
