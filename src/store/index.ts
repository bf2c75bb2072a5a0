export type { RunDirectory } from './types.ts';
