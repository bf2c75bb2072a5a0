import type { ExchangeFact, Requirement } from '#domain';
import type { Found } from './found.ts';

/** An answer that is as a requirement says, and not as the test wants it. */
export interface Kept {
  readonly exchange: Found<ExchangeFact>;
  readonly code: string;
  readonly wanted: string;
  readonly requirement: Requirement;
}
