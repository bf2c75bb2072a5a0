// Run directories: the append sink, atomic reports, `latest`, reading back, retention.
export { cleanRuns } from './clean-runs.ts';
export type { Cleaned, Retention } from './clean-runs.ts';
export { withoutLostLogs } from './cited-logs.ts';
export { findRun, listRuns } from './list-runs.ts';
export type { RunEntry } from './list-runs.ts';
export { readRun } from './read-run.ts';
export { openRunDirectory } from './run-directory.ts';
export type { OpenRunOptions } from './run-directory.ts';
export type { RunDirectory } from './types.ts';
export { storeImport } from './store-import.ts';
export type { ImportPlace, ImportRequest } from './store-import.ts';
export { writeReports } from './write-reports.ts';
