import type { ProcessScope, Redact } from '#child';
import type { AnnouncedTest, PlannedSuite, StopCause, SuiteSpec } from '#domain';
import type { Engine, EngineInput } from '#engine';
import type { World } from '#world';
import type { Intake } from './attempt-intake.ts';
import type { AttemptLedger, AttemptOutcome } from './attempt-ledger.ts';
import type { AttemptPlace } from './attempt-place.ts';
import type { EventChannel } from './event-channel.ts';
import type { Run } from './open-run.ts';
import type { TestTimes } from './test-times.ts';

export interface AttemptInput {
  readonly run: Run;
  readonly planned: PlannedSuite;
  readonly spec: SuiteSpec;
  readonly number: number;
  /** Absent when the suite requires nothing. */
  readonly world: World | undefined;
  readonly channel: EventChannel;
  /** Only asks which tests there are. */
  readonly lists?: boolean;
}

export interface AttemptResult extends AttemptOutcome {
  readonly attempt: string;
  readonly announced: readonly AnnouncedTest[];
  /** Was stopped by Ctrl-Z and has to run again. */
  readonly paused: boolean;
}

/** Everything of one attempt while it runs. */
export interface Attempt extends AttemptInput {
  readonly id: string;
  readonly nonce: string;
  readonly place: AttemptPlace;
  readonly scope: ProcessScope;
  readonly redact: Redact;
  readonly engine: Engine<unknown>;
  readonly engineInput: EngineInput<unknown>;
  readonly ledger: AttemptLedger;
  readonly intake: Intake;
  readonly times: TestTimes;
  /** The suite's process, once it has one. */
  readonly root: { startTicks: number; stop: (cause: StopCause) => void };
}
