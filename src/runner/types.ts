import type { Config, Emit, Environment, Plan, PlannedSuite, Policy, RunEvent, Toolbox, WriteSide } from '#domain';
import type { EngineTable } from '#engine';
import type { WorldContext } from '#world';

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
}

export interface RunContext {
  readonly environment: Environment;
  readonly append: Emit;
  readonly writeSide: WriteSide;
  readonly kinds: WorldContext['kinds'];
  readonly engines: EngineTable;
  readonly tmpRoot: string;
  readonly logDir: string;
  readonly keptDir: string;
  /** Aborted with reason `polite` on the first signal, `now` on the second. */
  readonly interrupt: AbortSignal;
  readonly hurry: AbortSignal;
}

export type { PlannedSuite, RunEvent };
