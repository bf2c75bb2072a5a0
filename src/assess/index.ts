export { assess } from './assess.ts';
export type { Gifts } from './assess.ts';
export { compareRuns } from './compare.ts';
export type { HistoricRun } from './effort.ts';
export { KINDS_OF_FIX } from './kinds-of-fix.ts';
export type { KindRow } from './kinds-of-fix.ts';
