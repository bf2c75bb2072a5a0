export type { RunContext, RunRequest } from './types.ts';
