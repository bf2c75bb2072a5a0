import type { ProcessScope, Redact } from '#child';
import type { AnnouncedTest, Failure, PlannedSuite, StopCause, SuiteSpec } from '#domain';
import type { Engine, EngineInput, SeenSoFar } from '#engine';
import type { World } from '#world';
import type { Intake } from './attempt-intake.ts';
import type { InPart, TestEvent } from './attempt-ledger.ts';
import type { AttemptOutcome } from './attempt-outcome.ts';
import type { AttemptPlace } from './attempt-place.ts';
import type { AttemptWitness } from './attempt-witness.ts';
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

/** Who hears what an engine tells of its tests: all of an attempt, or one that has a process to itself. */
export interface TestListener {
  readonly take: (event: TestEvent) => void;
  /** What a test was waiting for when its framework gave it up is part of why it took too long. */
  readonly noteWaiting: (test: InPart, text: string) => void;
  /** The test that runs, when it is one, and the number of any; absent where the process is for one test alone. */
  readonly running?: () => number | undefined;
  readonly ordinalOf?: (test: InPart) => number | undefined;
  readonly seen: () => SeenSoFar;
  readonly isFinished: boolean;
  readonly uncaught: Failure | undefined;
}

/** What one process of an engine is about. */
export interface ProcessInput extends AttemptInput {
  /** Of the attempt, in the journal. */
  readonly attempt: string;
  /** Of this process: names its private folder and its marker. */
  readonly id: string;
  /** Below the folder of logs. */
  readonly log: string;
  /** Of the process, from its spawn. */
  readonly timeoutMs: number;
  readonly listener: TestListener;
  /** Told when its tests ran; absent where nobody asks. */
  readonly times?: TestTimes;
  /** Called as soon as it has a pid. */
  readonly onStart: (child: { readonly pid: number; readonly argv: readonly string[] }) => void;
  /** The one test that it is for, and its number among those of the attempt. */
  readonly test?: { readonly announced: AnnouncedTest; readonly ordinal: number };
}

/** Everything of one process of an engine while it runs. */
export interface EngineProcess extends ProcessInput {
  readonly nonce: string;
  readonly place: AttemptPlace;
  readonly scope: ProcessScope;
  readonly redact: Redact;
  readonly engine: Engine<unknown>;
  readonly engineInput: EngineInput<unknown>;
  readonly intake: Intake;
  /** What components and media show of it. */
  readonly witness: AttemptWitness;
  /** The process itself, once there is one. */
  readonly root: { pid: number; startTicks: number; program: string; stop: (cause: StopCause) => void };
}
