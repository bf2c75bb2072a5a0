// Every fact of a run, in the order it happened. The journal holds these and nothing else; every report is a fold of them.
// A line in the journal stays below 4096 bytes: texts are cut, bulk goes to side files named by hash, written first.

import type { Experiment } from './fact.ts';
import type { AttemptEvent } from './attempt-event.ts';
import type { Failure } from './failure.ts';
import type { Incident } from './incident.ts';
import type { Independence } from './independence.ts';
import type { Canary, Unplugged } from './no-mocks.ts';
import type { PlannedSuite } from './plan.ts';
import type { Policy } from './policy.ts';
import type { Leak, Usage } from './spawn.ts';
import type { ToolIdentity } from './tool.ts';
import type { Mark, Outcome, Reason } from './words.ts';
import type { ControlVerb } from './world-file.ts';

/** One line of `events.ndjson`. `atMs` is monotonic since the run began. */
export interface JournalRecord {
  readonly seq: number;
  readonly atMs: number;
  readonly event: RunEvent;
}

export type RunEvent =
  | RunStarted
  | { readonly kind: 'tool-identified'; readonly tool: ToolIdentity }
  | { readonly kind: 'suite-planned'; readonly suite: PlannedSuite }
  | {
      readonly kind: 'host-need-checked';
      readonly suite: string;
      readonly need: string;
      readonly found: string;
      readonly ok: boolean;
      readonly remedy: string;
    }
  | WorldEvent
  | AttemptEvent
  | {
      readonly kind: 'suite-blocked';
      readonly suite: string;
      readonly incident: string;
      readonly component: string;
      readonly failure: Failure;
    }
  | {
      readonly kind: 'suite-ended';
      readonly suite: string;
      readonly outcome: Outcome;
      readonly reason?: Reason;
      readonly marks: readonly Mark[];
      readonly failure?: Failure;
    }
  | { readonly kind: 'independence-found'; readonly independence: Independence }
  /** The static scan before the suites: what it read, and what it tells of each place (side file: an array of Finding, paths relative). */
  | {
      readonly kind: 'scan-made';
      readonly files: number;
      readonly blocked: number;
      readonly warned: number;
      /** Known to the project's ledger, or allowed with a reason. */
      readonly tolerated: number;
      readonly side?: string;
    }
  | { readonly kind: 'canary-made'; readonly canary: Canary }
  | { readonly kind: 'unplugged'; readonly unplugged: Unplugged }
  | { readonly kind: 'experiment-made'; readonly experiment: Experiment }
  | { readonly kind: 'signal-received'; readonly signal: string; readonly escalated: boolean }
  | { readonly kind: 'run-paused'; readonly pausedMs: number }
  | { readonly kind: 'warning'; readonly about: string; readonly text: string }
  | {
      readonly kind: 'budget-measured';
      readonly usage: Usage;
      readonly externalBytes: number;
      readonly loopbackBytes: number;
      readonly durationMs: number;
      readonly survivors: number;
    }
  | {
      readonly kind: 'run-ended';
      readonly how: 'completed' | 'stopped-early' | 'interrupted' | 'failed';
      readonly durationMs: number;
    };

/** Always the first record. */
export interface RunStarted {
  readonly kind: 'run-started';
  /** 1 in runs of versions that told every failure anew. */
  readonly schema: 1 | 2;
  readonly runId: string;
  readonly startedAt: string;
  readonly version: string;
  readonly project: string;
  readonly argv: readonly string[];
  readonly seed: string;
  readonly selection: string;
  readonly policy: Policy;
  /** Side files: configuration as read, requirement registry, effective configuration with gates and budget. */
  readonly sides: { readonly config: string; readonly requirements: string; readonly effective: string };
  readonly host: {
    readonly platform: string;
    readonly arch: string;
    readonly cpus: number;
    readonly memoryBytes: number;
    readonly node: string;
    readonly kernel: string;
  };
  /** Set when the results are those of another tool: nothing in this journal was observed by us. */
  readonly origin?: Origin;
}

/** Where results that we did not observe came from. */
export interface Origin {
  readonly kind: 'imported';
  readonly files: readonly {
    readonly name: string;
    readonly format: 'junit' | 'reportlog';
    readonly sizeBytes: number;
    readonly sha256: string;
  }[];
  /** Machines that the files name. */
  readonly hosts: readonly string[];
}

export type WorldEvent =
  | {
      readonly kind: 'world-starting';
      readonly world: string;
      readonly suites: readonly string[];
      readonly components: readonly string[];
    }
  | {
      readonly kind: 'port-leased';
      readonly world: string;
      /** Who listens there, or is reached by it. */
      readonly component: string;
      readonly name: string;
      readonly port: number;
      /** A relay of ours listens there, for those who ask over this edge. */
      readonly edge?: string;
    }
  | {
      readonly kind: 'port-lost';
      readonly world: string;
      readonly component: string;
      readonly name: string;
      readonly port: number;
      readonly holder: string;
    }
  | {
      readonly kind: 'component-state';
      readonly world: string;
      readonly component: string;
      readonly state: ComponentState;
      readonly pid: number;
      /** Since the world began to start. */
      readonly afterMs: number;
      /** What proved the state, or why it was left. */
      readonly note: string;
    }
  | { readonly kind: 'publisher-lost'; readonly world: string; readonly component: string; readonly why: string }
  | {
      readonly kind: 'control-used';
      readonly world: string;
      readonly suite: string;
      readonly verb: ControlVerb;
      readonly component: string;
      readonly entry?: string;
      readonly ok: boolean;
      readonly error?: string;
    }
  | { readonly kind: 'incident-opened'; readonly incident: Incident }
  | { readonly kind: 'incident-closed'; readonly id: string; readonly note: string }
  | { readonly kind: 'world-ready'; readonly world: string; readonly afterMs: number }
  | {
      readonly kind: 'world-stopped';
      readonly world: string;
      readonly tookMs: number;
      readonly survivors: readonly Leak[];
      readonly used: boolean;
    };

export const COMPONENT_STATES = [
  'waiting',
  'starting',
  'ready',
  'paused',
  'stopping',
  'stopped',
  'exited',
  'failed',
] as const;
export type ComponentState = (typeof COMPONENT_STATES)[number];

export type RunEventKind = RunEvent['kind'];

/** Hands a fact on. Only the shell knows that it ends in the journal and on the terminal. */
export type Emit = (event: RunEvent) => void;

/** Writes bulk to a file named by its hash before any event refers to it; returns that name. */
export type WriteSide = (text: string, extension: 'json' | 'txt') => string;
