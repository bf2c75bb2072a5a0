import type { ExchangeFact, ExperimentKind } from './fact.ts';
import type { Failure } from './failure.ts';
import type { AnnouncedTest } from './plan.ts';
import type { Outcome } from './words.ts';

export const EXPERIMENT_MODES = ['off', 'auto', 'all'] as const;
/** off = none; auto = where a verdict was thin; all = on every cause. */
export type ExperimentMode = (typeof EXPERIMENT_MODES)[number];

/** How often a test runs again alone: enough to tell always from now and then. */
export const RERUNS_ALONE = 3;
/** How much more time `longer-limit` gives. */
export const LIMIT_FACTOR = 3;

export interface ExperimentSettings {
  readonly mode: ExperimentMode;
  /** For all experiments of a run together. */
  readonly budgetMs: number;
}

/** One experiment to be carried out on one representative of a cause. */
export interface ExperimentRequest {
  readonly experiment: ExperimentKind;
  /** Planned name of its suite. */
  readonly suite: string;
  /** Printed id of the test. */
  readonly test: string;
  readonly announced: AnnouncedTest;
  /** It is all that its suite holds: the suite is the test. */
  readonly isWholeSuite: boolean;
  /** Nothing speaks against the verdict yet: one failure in the same way is enough, and no more tries follow. */
  readonly confirms?: true;
  /** How it failed in the run. */
  readonly outcome: Outcome;
  readonly failure?: Failure;
  readonly command: string;
  /** What it will take as far as the run tells. */
  readonly estimateMs: number;
  /** For `replay`: what the test asked, in its order; the last one is compared. */
  readonly steps: readonly ReplayStep[];
}

/** An exchange with the place that it had in the world. */
export interface ReplayStep {
  readonly fact: ExchangeFact;
  readonly component: string;
  readonly portName: string;
}
