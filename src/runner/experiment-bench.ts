import type { Experiment, ExperimentRequest, PlannedSuite, SuiteSpec } from '#domain';
import type { Supplied } from './after-suites.ts';
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

export type Finding = Pick<Experiment, 'result' | 'note' | 'runs'>;
