import type { Effect } from '#domain';
import type { Verdict } from '#rule';

/** One failure with its verdict, before causes are made. */
export interface Judged {
  readonly effect: Effect;
  /** The effect that kept this one from running, or that it follows from. */
  readonly leader?: Effect;
  readonly verdict: Verdict;
}

/** The same failure as one of another cause: it keeps its own evidence, and what its test saw. */
export function asOf(one: Judged, leader: Verdict): Judged {
  const { evidence, sight } = one.verdict;
  return { ...one, verdict: { ...leader, evidence, ...(sight === undefined ? {} : { sight }) } };
}
