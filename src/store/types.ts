import type { JournalRecord, RunEvent, WriteSide } from '#domain';
import type { StoredRun } from '#journal';

/** The folder of one run, `reports/<runId>/`. Nothing here throws for what the disk does: see `writeError`. */
export interface RunDirectory {
  /** Absolute. A private temporary folder, removed by `close`, when the reports folder cannot be written. */
  readonly path: string;
  readonly runId: string;
  /** Appends one line with one write and returns the record; `sync` also calls fdatasync. */
  readonly append: (event: RunEvent, options?: { readonly sync?: boolean }) => JournalRecord;
  readonly writeSide: WriteSide;
  readonly logDir: string;
  readonly keptDir: string;
  /** What went otherwise than meant when the folder was made, each a whole sentence. */
  readonly warnings: readonly string[];
  /** Set while anything could not be written (disk full): verdicts are still printed and the exit is 74. */
  readonly writeError: () => Error | undefined;
  /** The run so far, also what could not be written: verdicts are folded from it. */
  readonly read: () => StoredRun;
  /** Ends the run's claim to be alive. Call it after the reports are written. */
  readonly close: () => void;
}
