import type { Experiment, ExperimentRequest, PlannedSuite, SuiteSpec } from '#domain';
import type { World } from '#world';
import type { Run } from './open-run.ts';

/** What an experiment has at hand. */
export interface Bench {
  readonly run: Run;
  readonly planned: PlannedSuite;
  readonly spec: SuiteSpec;
  readonly request: ExperimentRequest;
  /** No further try begins after it. */
  readonly endMs: number;
  /** A fresh world for one try, and its end; `doing` is told what keeps it from starting. */
  readonly inWorld: <Result>(doing: (supply: Supplied) => Promise<Result>) => Promise<Result>;
}

export type Supplied =
  | { readonly kind: 'ready'; readonly world: World | undefined }
  | { readonly kind: 'blocked'; readonly why: string };

export type Finding = Pick<Experiment, 'result' | 'note'>;
