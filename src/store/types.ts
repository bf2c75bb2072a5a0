import type { JournalRecord, RunEvent, WriteSide } from '#domain';

/** The folder of one run, `reports/<runId>/`. */
export interface RunDirectory {
  readonly path: string;
  readonly runId: string;
  /** Appends one line with one write and returns the record; `sync` also calls fdatasync. */
  readonly append: (event: RunEvent, options?: { readonly sync?: boolean }) => JournalRecord;
  readonly writeSide: WriteSide;
  readonly logDir: string;
  readonly keptDir: string;
  /** Set once writing failed (disk full): verdicts are still printed and the exit is 74. */
  readonly writeError: () => Error | undefined;
  readonly close: () => void;
}
