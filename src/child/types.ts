import type { SocketFact } from './listeners.ts';
import type { ProcessStat } from './read-process.ts';
import type { ChildEnd, Environment, OwnershipSign, ProcessFact, ProcessIdentity, StopCause, Usage } from '#domain';
import type { PipeEnds } from './pipe-pool.ts';
import type { Redact } from './redact.ts';

export interface StartChildOptions {
  readonly environment: Environment;
  /** Both streams go here interleaved (appended), each line with its stream and time since the start. Head and tail kept, the middle counted. */
  readonly logFile: string;
  readonly redact: Redact;
  readonly maxOutputBytes: number;
  /** From spawn; absent = no limit. Timer and verdict live in this process: a busy loop cannot defeat them. */
  readonly timeLimitMs?: number;
  readonly maxMemoryBytes?: number;
  readonly maxProcesses?: number;
  readonly stopSignal: 'SIGTERM' | 'SIGINT';
  readonly graceMs: number;
  /** The scope that owns the child and all that descends from it. Its marker is added to the child's environment. */
  readonly scope: ProcessScope;
  /** Called once before the first polite signal of a stop that nobody asked for (time and output limit): snapshot of a hang. At most 3 s are waited for it. */
  readonly beforeStop?: (cause: StopCause) => Promise<void>;
  /** Each whole, redacted line that is kept, as it comes; those of the tail of a flood come at the end. */
  readonly onLine?: (stream: 'stdout' | 'stderr', line: string) => void;
}

/** A started child in a session and process group of its own. Never throws for what the child does. */
export interface Child extends ProcessIdentity {
  /** Moment 0 of the times in its log, on the monotonic clock. */
  readonly startedMs: number;
  /** Settles on `exit` plus a bounded drain, never waits for `close`: a grandchild may hold the pipes. */
  readonly ended: Promise<ChildEnd>;
  /** Last lines so far, both streams, redacted. */
  readonly tail: () => string;
  /**
   * First cause wins. Polite signal, grace, SIGKILL to the group and to all that descends from this child; the rest of its
   * scope is left alone. Memory and process limits kill at once. A later call may shorten the grace that is left.
   */
  readonly stop: (cause: StopCause, options?: { readonly graceMs?: number }) => Promise<ChildEnd>;
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
  readonly adopt: (identity: ProcessIdentity, tree?: TreeRules) => void;
  readonly find: () => Promise<readonly OwnedProcess[]>;
  /** SIGKILL until nothing is found for several rounds; returns whom it met, with the signs. */
  readonly sweep: () => Promise<readonly OwnedProcess[]>;
  /** The same for what descends from one root: the other roots of the scope live on. */
  readonly sweepTree: (root: ProcessIdentity) => Promise<readonly OwnedProcess[]>;
  readonly usage: () => Usage;
  /** Every process that was met in this scope, also those that have gone; only where the scope was told a variable to look for. */
  readonly history: () => SeenProcesses;
  /** A pipe for a child's output; undefined when the machine cannot make one. */
  readonly takePipe: () => Promise<PipeEnds | undefined>;
  readonly close: () => void;
}

/** What holds for one root and all that descends from it. */
export interface TreeRules {
  /** Marker of this tree alone, below the scope's. */
  readonly marker?: string;
  readonly maxMemoryBytes?: number;
  readonly maxProcesses?: number;
  /** Called once, by the first limit that is passed. */
  readonly onLimit?: (cause: 'memory-limit' | 'process-limit') => void;
}

export interface SeenProcesses {
  readonly processes: readonly SeenProcess[];
  /** So many more were not noted. */
  readonly more: number;
}

/** One process as it was last seen. What lived for less than a beat of the sampler may be missing. */
export interface SeenProcess extends ProcessFact {
  /** Path of the program that really ran. */
  readonly executable: string;
  /** Empty where it may not be known. */
  readonly cwd: string;
  /** PATH of its environment, as it began. */
  readonly searchPath: string;
  /** Variables of its environment that hold a port (`API=http://127.0.0.1:9997`), those of ours left out: never to be shown. */
  readonly addresses: readonly string[];
  /** Had the variable in its environment when it was last looked at. */
  readonly isCarrier: boolean;
  /** Time on a processor, in ticks of 10 ms. */
  readonly cpuTicks: number;
  /** The same as that of the process it was forked from, until it becomes another program. */
  readonly stackStart: string;
}

export interface OwnedProcess {
  readonly process: ProcessFact;
  readonly signs: readonly OwnershipSign[];
}

export interface OpenRegistryOptions {
  readonly environment: Environment;
  /** This process was stopped (Ctrl-Z) and goes on: called with the time that was lost, before any time limit fires. */
  readonly onPaused?: (pausedMs: number) => void;
  /** A process of ours that does not carry the marker: the watchdog has to be told, or it would not know it. */
  readonly onUnmarked?: (identity: ProcessIdentity) => void;
}

/** One per run: samples /proc for all scopes in one pass. */
export interface ProcessRegistry {
  readonly scope: (input: {
    readonly name: string;
    readonly marker: string;
    readonly directory: string;
    /** Beginning of a variable (`NAME=`): the scope then remembers whom it met, and whether they carried it. */
    readonly remembers?: string;
  }) => ProcessScope;
  /** Of all scopes together and this process itself: what the run costs the machine. */
  readonly usage: () => Usage;
  readonly close: () => void;
}

/** A process on a pipe: at end-of-file (the runner died) it kills everything that carries the marker or lies below the directories, and removes them. */
export interface Watchdog {
  readonly pid: number;
  /** Directory to be removed, and whose processes are ours. */
  readonly guard: (directory: string) => void;
  readonly release: (directory: string) => void;
  /** A process of ours without the marker (`onUnmarked` of the registry). */
  readonly remember: (identity: ProcessIdentity) => void;
  /** Settles if the watchdog dies while we live. Another one has then taken over already, with all that was guarded. */
  readonly lost: Promise<void>;
  readonly close: () => Promise<void>;
}

/** The kernel's tables of sockets, without anything that starts or watches processes. */
export interface SocketTables {
  /** Those that wait for connections: ten times as quick as all. */
  readonly listTcpListeners: () => readonly SocketFact[];
  readonly listSockets: () => readonly SocketFact[];
  /** Inode → process, of these sockets alone. */
  readonly findSocketOwners: (inodes: ReadonlySet<number>) => ReadonlyMap<number, number>;
  readonly readStat: (pid: number) => ProcessStat | undefined;
  /** What runs there now, and its words; empty when it has gone. */
  readonly readProgram: (pid: number) => { readonly executable: string; readonly argv: readonly string[] };
}
