import type { Cause } from './judgement.ts';
import type { Decision } from './words.ts';

/** Two runs of the same project, cause by cause and test by test. */
export interface Comparison {
  readonly before: ComparedRun;
  readonly after: ComparedRun;
  readonly causes: readonly ComparedCause[];
  /** Tests and whole suites by what became of them; each stands in exactly one list. */
  readonly newlyFailing: readonly string[];
  readonly fixed: readonly string[];
  readonly stillFailing: readonly string[];
  /** Passed in a further attempt alone, in one of the two runs. */
  readonly flaky: readonly string[];
  /** Failed before, and the later run says nothing of them: not selected, skipped, renamed. */
  readonly notSeen: readonly string[];
  /** 1 when something newly fails or a cause is new, else 0. */
  readonly exitCode: number;
}

export interface ComparedRun {
  readonly runId: string;
  readonly startedAt: string;
  readonly decision: Decision;
  readonly tests: number;
  readonly executed: number;
  readonly passed: number;
  readonly confidence: number;
}

export interface ComparedCause {
  /** `not-seen`: gone, yet not every test that felt it ran and passed. */
  readonly change: 'new' | 'still' | 'fixed' | 'not-seen';
  /** As the later run tells it, where it does. */
  readonly cause: Cause;
  readonly effectsBefore: number;
  readonly effectsAfter: number;
}
