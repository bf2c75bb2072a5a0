export { planExperiments } from './plan-experiments.ts';
export type { PlanInput } from './plan-experiments.ts';
