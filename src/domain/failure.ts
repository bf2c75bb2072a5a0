import type { FrameOrigin } from './frame-origin.ts';

/** Text of a non-pass, with where it came from. A raised error outranks trailing stderr. Never empty. */
export interface Failure {
  /** Class of what was raised (`AssertionError`), or the kind of fact when nothing was raised. */
  readonly type: string;
  /** At most 2 KiB here; a longer one is cut and its whole text stands in the side file. */
  readonly message: string;
  readonly source: 'raised' | 'incident' | 'exit' | 'limit' | 'stderr' | 'stdout' | 'runner';
  readonly frames: readonly Frame[];
  readonly expected?: string;
  readonly actual?: string;
  /** errno, HTTP status, JSON-RPC code … as the error carried it. */
  readonly code?: string;
  /** Far end that the error itself names (`127.0.0.1:8002`, or a path of a socket). */
  readonly peer?: string;
  /** What the test printed and logged, in sections with headings, where its framework kept that apart; its end, cut like `message`. */
  readonly output?: string;
  /** Side file with the whole text. */
  readonly side?: string;
}

export interface Frame {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly name: string;
  /** Who wrote the line, as far as its path tells; added by the runner. */
  readonly origin?: FrameOrigin;
}
