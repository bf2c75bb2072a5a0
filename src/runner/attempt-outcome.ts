import type { Mark } from '#domain';
import type { EndedTest } from '#facts';

/** How an attempt came out, for its last event. */
export interface AttemptOutcome extends EndedTest {
  readonly marks: readonly Mark[];
  /** Tests that are neither green nor left out. */
  readonly failed: number;
  /** A mock was used that nothing allows: no further attempt makes up for it. */
  readonly isViolated?: boolean;
}
