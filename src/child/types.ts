import type { ChildEnd, Environment, OwnershipSign, ProcessFact, ProcessIdentity, StopCause, Usage } from '#domain';

/** Removes secrets once, where bytes enter: raw, base64, URL- and JSON-escaped forms become `[redacted]`. */
export type Redact = (text: string) => string;

export interface StartChildOptions {
  readonly environment: Environment;
  /** Both streams go here interleaved, each line with its stream and time since the start. Head and tail kept, the middle counted. */
  readonly logFile: string;
  readonly redact: Redact;
  readonly maxOutputBytes: number;
  /** From spawn; absent = no limit. Timer and verdict live in this process: a busy loop cannot defeat them. */
  readonly timeLimitMs?: number;
  readonly maxMemoryBytes?: number;
  readonly maxProcesses?: number;
  readonly stopSignal: 'SIGTERM' | 'SIGINT';
  readonly graceMs: number;
  /** The scope that owns the child and all that descends from it. */
  readonly scope: ProcessScope;
  /** Called once before the first polite signal of a stop that we did not ask for (limits): snapshot of a hang. */
  readonly beforeStop?: (cause: StopCause) => Promise<void>;
  /** Each whole, redacted line as it comes, for `-v` and `logs -f`. */
  readonly onLine?: (stream: 'stdout' | 'stderr', line: string) => void;
}

/** A started child in a session and process group of its own. Never throws for what the child does. */
export interface Child extends ProcessIdentity {
  /** Settles on `exit` plus a bounded drain, never waits for `close`: a grandchild may hold the pipes. */
  readonly ended: Promise<ChildEnd>;
  /** Last lines so far, both streams, redacted. */
  readonly tail: () => string;
  /** First cause wins. Polite signal, grace, SIGKILL to the group, sweep of the scope. */
  readonly stop: (cause: StopCause) => Promise<ChildEnd>;
  /** To the process alone; SIGSTOP and SIGCONT go to its whole group. False when it has gone. */
  readonly signal: (name: NodeJS.Signals) => boolean;
}

/** All processes that belong to one attempt or one world, found by the four signs of design §5. */
export interface ProcessScope {
  readonly name: string;
  /** `NAME=value` that every process of the scope has in its environment unless it dropped it. */
  readonly marker: string;
  readonly directory: string;
  /** Registers a root: its descent (sampled every 250 ms), session and group are ours. */
  readonly adopt: (identity: ProcessIdentity) => void;
  readonly find: () => Promise<readonly OwnedProcess[]>;
  /** SIGKILL until nothing is found for several rounds; returns whom it met, with the signs. */
  readonly sweep: () => Promise<readonly OwnedProcess[]>;
  readonly usage: () => Usage;
  readonly close: () => void;
}

export interface OwnedProcess {
  readonly process: ProcessFact;
  readonly signs: readonly OwnershipSign[];
}

/** One per run: samples /proc for all scopes in one pass. */
export interface ProcessRegistry {
  readonly scope: (input: {
    readonly name: string;
    readonly marker: string;
    readonly directory: string;
  }) => ProcessScope;
  readonly usage: () => Usage;
  readonly close: () => void;
}

/** A process on a pipe: at end-of-file (the runner died) it kills everything that carries the marker or lies below the directories, and removes them. */
export interface Watchdog {
  readonly pid: number;
  /** Directory to be removed, and whose processes are ours. */
  readonly guard: (directory: string) => void;
  readonly release: (directory: string) => void;
  /** Settles if the watchdog dies while we live. */
  readonly lost: Promise<void>;
  readonly close: () => Promise<void>;
}
