import type { Failure } from './failure.ts';
import type { Outcome, Reason } from './words.ts';

/** How a test comes out alone, held against how it comes out among the others of its suite, in order, in one process. */
export const PARITY_VERDICTS = ['same', 'alone-only', 'together-only', 'differs'] as const;
export type ParityVerdict = (typeof PARITY_VERDICTS)[number];

/** One test in two ways; or one file, where what runs it alone is a program that knows nothing of the tests inside. */
export interface ParityRow {
  readonly suite: string;
  /** Printed id of the test, or the file. */
  readonly subject: string;
  readonly unit: 'test' | 'file';
  readonly verdict: ParityVerdict;
  readonly alone: ParitySide;
  readonly together: ParitySide;
}

export interface ParitySide {
  /** `absent`: nothing of that name was found in this way. */
  readonly outcome: Outcome | 'absent';
  readonly reason?: Reason;
  readonly failure?: Failure;
  /** Of a file: the failures of its tests, each once, the first few. */
  readonly failures?: readonly Failure[];
  /** Printed ids of the tests behind it. */
  readonly tests: readonly string[];
  /** Journal line that told it; 0 when nothing did. */
  readonly seq: number;
}
