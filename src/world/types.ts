import type { KindTable } from '#component';
import type { Access, EdgeRefusal, TapHub, WorldTraffic } from '#contact';
import type { StopOptions } from './stop-options.ts';
import type { ProcessRegistry, Redact, SeenProcess, Watchdog } from '#child';
import type {
  ComponentSpec,
  ContactPeer,
  Emit,
  Environment,
  Incident,
  Leak,
  Limits,
  Patience,
  ProbeFact,
  Toolbox,
  WorldFile,
} from '#domain';

/** Everything a world is started from. */
export interface WorldRequest {
  readonly id: string;
  readonly runId: string;
  /** The closure, in any order; `requires` gives the order. */
  readonly components: readonly ComponentSpec[];
  /** Component → variables, from the suite's `with:`. */
  readonly envOverrides: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly suites: readonly string[];
  /** Edges that are to be refused later: each gets taps of its own, also where an address is otherwise the same for all who ask. */
  readonly refusable?: readonly string[];
}

export interface WorldContext {
  readonly environment: Environment;
  readonly emit: Emit;
  readonly kinds: KindTable;
  readonly tools: Toolbox;
  readonly registry: ProcessRegistry;
  readonly watchdog: Watchdog;
  readonly limits: Limits;
  /** Secrets that stand in the configuration itself; those of the world are made for it. */
  readonly hidden?: readonly string[];
  /** Parent of the worlds' private directories: the machine's temporary folder. */
  readonly tmpRoot: string;
  /** Folder of the configuration: working directory of services. */
  readonly projectRoot: string;
  /** Folder of the run that receives component logs as they grow: `logs/`. */
  readonly logDir: string;
  /** Private folder of the run: what is made ahead of the components is made once for all worlds. */
  readonly sharedDir?: string;
  /** Marker chain of the run, `NAME=value`. */
  readonly marker: string;
  /** Relays between those who ask and those who answer, of the whole run; absent = everybody asks directly. */
  readonly taps?: TapHub;
  /** Aborted when nothing may take time any more (a second Ctrl-C): every stop under way or to come is a kill. */
  readonly hurry?: AbortSignal;
}

/** A started world. Starting never throws for what a component does: a dead one is an incident and `blockedBy` tells. */
export interface World {
  readonly id: string;
  readonly root: string;
  readonly dirs: Readonly<Record<string, string>>;
  /** Random text of this world: stands in the streams of its cameras, in their URLs and their pictures (`<nonce>-camera0`). */
  readonly nonce: string;
  /** Values never to be shown; grows no more after the start. */
  readonly secrets: readonly string[];
  readonly redact: Redact;
  /** First open, unintended incident of a component in the closure; undefined = ready. */
  readonly blockedBy: (closure: readonly string[]) => Incident | undefined;
  /** Settles when a component of the closure is lost unintended, or never. */
  readonly lost: (closure: readonly string[], signal: AbortSignal) => Promise<Incident>;
  /** What one suite is told; asks for secrets by `component.name`. */
  readonly describe: (suite: {
    readonly name: string;
    readonly nonce: string;
    readonly secrets: readonly string[];
  }) => WorldFile;
  /** The same, flat, for other languages: REALITY_<COMPONENT>_HOST … */
  readonly variables: (file: WorldFile) => Readonly<Record<string, string>>;
  /** Every log of a component with the moments at which its processes began. */
  readonly logs: () => readonly ComponentLog[];
  /** Asks each component for its proof of readiness once more; ends within the patience whatever they do. */
  readonly examine: (patience: Patience) => Promise<readonly ProbeFact[]>;
  /** Who asked to come in where, so far, told by the components that ask the world whom to let in (mediamtx). */
  readonly accesses: () => readonly Access[];
  /** Every process of its components that was met so far, also those that have gone. */
  readonly programs: () => readonly SeenProcess[];
  /** Which component owns an address, for the texts of a hang. */
  readonly ownerOf: (port: number) => string | undefined;
  /**
   * From now on who asks over this edge (`service` = the suite, `service>mediamtx`) meets a refusal, also on connections that are open;
   * the component itself runs on, and our own probes still reach it. Taps alone can do that.
   */
  readonly refuse: (edge: string) => Promise<EdgeRefusal>;
  /** The edge is as it was. */
  readonly allow: (edge: string) => Promise<void>;
  readonly contact: WorldContact;
  /** True once a control verb was used or an incident was opened (of `optional` components none counts): no second suite may use it. */
  readonly isUsed: (optional?: readonly string[]) => boolean;
  /** The suite on whose behalf control verbs are journaled from now on. */
  readonly serve: (suite: string) => void;
  /** Copies logs and artifacts worth keeping (never secrets or data directories) before the world goes. */
  readonly keep: (into: string) => Promise<void>;
  /** Reverse order, one budget of 5 s, then the tree is killed and checked. Called again, it is the same stop; `hurry` ends all grace. */
  readonly stop: (options?: StopOptions) => Promise<WorldStop>;
}

/** Who touched whom in a world, seen from outside of every process. */
export interface WorldContact {
  /** What went over the relays since it was last asked: ask when an attempt begins, and again when it has ended. */
  readonly collect: () => Promise<WorldTraffic>;
  /** Where the component listens that is reached by a relay's port; undefined where no relay listens. */
  readonly behind: (port: number) => number | undefined;
  /** Who listens now where an edge leads, on these ports; on all where none is named. */
  readonly peersOf: (edge: string, ports: readonly string[]) => readonly ContactPeer[];
  /** Components that a suite stopped, killed, paused or left alone by the control socket so far. */
  readonly heldDown: () => ReadonlySet<string>;
  /** Components that somebody who is none of the world reached past the relays within this time. */
  readonly findDirect: (withinMs: number, relayPorts: ReadonlySet<number>) => ReadonlySet<string>;
}

export interface ComponentLog {
  readonly component: string;
  /** Absolute. */
  readonly file: string;
  /** One for each process that wrote to it; `atMs` on the monotonic clock. */
  readonly begins: readonly { readonly fromByte: number; readonly atMs: number }[];
}

export interface WorldStop {
  /** What was still there after all was killed and removed; empty as it should be. */
  readonly survivors: readonly Leak[];
  readonly tookMs: number;
}

export type StartWorld = (request: WorldRequest, context: WorldContext, patience: Patience) => Promise<World>;
