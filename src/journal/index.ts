// The event stream of a run: encoded line by line, recovered as far as it can be trusted, folded to run state.
export { checksum } from './checksum.ts';
export { decodeJournal } from './decode-journal.ts';
export type { DecodedJournal, UnknownRecord } from './decode-journal.ts';
export { cutText, JournalEncoder } from './fit.ts';
export type { EncodedRecord } from './fit.ts';
export { foldRun, sideNames } from './fold-run.ts';
export type { StoredRun } from './fold-run.ts';
export { LINE_LIMIT_BYTES } from './line.ts';
export type { ReadSide } from './line.ts';
