import type { Effect } from '#domain';
import type { Verdict } from '#rule';

/** One failure with its verdict, before causes are made. */
export interface Judged {
  readonly effect: Effect;
  /** The effect that kept this one from running, or that it follows from. */
  readonly leader?: Effect;
  readonly verdict: Verdict;
}
