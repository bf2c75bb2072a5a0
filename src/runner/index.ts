export { checkNeed } from './host-needs.ts';
export type { NeedResult } from './host-needs.ts';
export { checkSuites } from './check-suites.ts';
export { describeLeak } from './leaks.ts';
export { closeOver, findSpec, makePlan } from './make-plan.ts';
export type { Selection } from './make-plan.ts';
export { runSuites } from './run-suites.ts';
export type { RunContext, RunEnding, RunRequest } from './types.ts';
