import type { JudgeProgram } from '#contact';
import type {
  Config,
  Emit,
  Environment,
  Experiment,
  ExperimentRequest,
  Plan,
  Policy,
  Toolbox,
  WriteSide,
} from '#domain';
import type { EngineTable } from '#engine';
import type { GuardGear } from '#guard';
import type { StartWorld, WorldContext } from '#world';

export interface RunRequest {
  readonly runId: string;
  readonly config: Config;
  readonly plan: Plan;
  readonly policy: Policy;
  readonly tools: Toolbox;
  readonly seed: string;
  readonly bail: { readonly maxFailures?: number };
  readonly globalTimeoutMs?: number;
  readonly grep?: string;
  /** Planned suite → keys of the tests to run (`testKey`), where it is isolated by test; from --last-failed. */
  readonly onlyTests?: ReadonlyMap<string, ReadonlySet<string>>;
  /** True = every suite that passed runs again in smaller worlds, to say what it needs. */
  readonly independence?: boolean;
  /** Every suite that passed runs again for each edge that it declares, with that edge refused. */
  readonly unplug?: UnplugRequest;
  /** Edges that worlds must be able to refuse. */
  readonly refusable?: readonly string[];
  /** Secrets that stand in the configuration itself. */
  readonly hidden?: readonly string[];
}

export interface UnplugRequest {
  /** Only these; empty = all that a suite declares. */
  readonly edges: readonly string[];
  /** No further one begins after it. */
  readonly limitMs: number;
}

export interface RunContext {
  readonly environment: Environment;
  readonly append: Emit;
  readonly writeSide: WriteSide;
  readonly kinds: WorldContext['kinds'];
  readonly engines: EngineTable;
  /** Handed in, because a run without components needs none and tests of the runner bring their own. */
  readonly startWorld: StartWorld;
  /** Whether a program is what its name says; absent = nobody asks. */
  readonly judgeProgram?: JudgeProgram;
  /** Absent = the guard of this package. */
  readonly guard?: GuardGear;
  readonly tmpRoot: string;
  readonly logDir: string;
  readonly keptDir: string;
  /** Called when the last suite has ended and before `run-ended`, unless the run was halted: whoever judges may try things out. */
  readonly afterSuites?: (laboratory: Laboratory) => Promise<void>;
  /** Aborted by the first signal: stop politely, tell everything. */
  readonly interrupt: AbortSignal;
  /** Aborted by the second: no grace. */
  readonly hurry: AbortSignal;
}

/** How a run ended, as its last event says it. */
export type RunEnding = 'completed' | 'stopped-early' | 'interrupted' | 'failed';

/** Open from the end of the last suite to the end of the run: whoever judges may ask it to try something once more. */
export interface Laboratory {
  /**
   * Never throws for what the experiment meets; what could not be done is `not-done` with the reason. What takes several tries makes no
   * further one after `endMs`, on the monotonic clock.
   */
  readonly carryOut: (request: ExperimentRequest, endMs: number) => Promise<Experiment>;
}
