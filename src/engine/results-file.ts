// What the result file of another tool says, whatever its format: the common ground of engine `exec` and of `assess --junit`.

import type { Failure, Mark, Outcome, Reason } from '#domain';

/** One suite of the file, in the order in which it stands there. */
export interface ForeignSuite {
  readonly name: string;
  readonly tests: readonly ForeignTest[];
  /** Milliseconds since 1970; absent where the file carries no date. */
  readonly startedAtMs?: number;
  /** As the file says, else the sum of its tests. */
  readonly durationMs: number;
  /** The machine it ran on, as the file says. */
  readonly host?: string;
  /** What the suite printed; the middle of a long text is left out. */
  readonly output: string;
}

export interface ForeignTest {
  readonly titles: readonly string[];
  readonly outcome: Extract<Outcome, 'passed' | 'failed' | 'errored' | 'timed-out' | 'skipped' | 'not-run'>;
  readonly reason?: Reason;
  readonly marks: readonly Mark[];
  readonly durationMs: number;
  readonly failure?: Failure;
  readonly requirements: readonly string[];
  readonly file?: string;
  readonly line?: number;
  /** What the test printed; the middle of a long text is left out. */
  readonly output: string;
}

/** What could be read of a file. `damage` is where and why the rest could not. */
export interface ResultsFile {
  readonly suites: readonly ForeignSuite[];
  readonly damage?: { readonly line: number; readonly why: string };
  /** What was passed over, each a whole sentence. */
  readonly warnings: readonly string[];
}

const MAX_TEXT = 64 * 1024;
const HEAD = 16 * 1024;

/** Appends, and leaves out the middle of what grows beyond 64 KiB: beginnings and ends tell most. */
export function appendBounded(text: string, more: string): string {
  const joined = text === '' ? more : text + more;
  if (joined.length <= MAX_TEXT) return joined;
  return `${joined.slice(0, HEAD)}\n… [cut]\n${joined.slice(-(MAX_TEXT - HEAD - 16))}`;
}

/** Unwinds a reader; becomes the `damage` of its file. Line 0 means: where the reader stands. */
export class ResultsDamage extends Error {
  readonly line: number;

  constructor(line: number, why: string) {
    super(why);
    this.line = line;
  }
}
