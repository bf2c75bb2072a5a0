import type { Outcome } from './words.ts';

/** A suite that had passed, run once more in a smaller world, or in a world of its own: what it needs and what it only declares. */
export interface Independence {
  readonly suite: string;
  /** Components that were left out, with all that only they require; empty = the world as declared, shared with no other suite. */
  readonly removed: readonly string[];
  readonly world: readonly string[];
  readonly outcome: Outcome;
  /** One sentence: what was seen. */
  readonly note: string;
}
