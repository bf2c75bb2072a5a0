import type { z } from 'zod';
import type { Redact } from '#child';
import type { ComponentDeclaration, ComponentSpec, Environment, Patience, SpawnDescription, Toolbox } from '#domain';

/** A component kind is one file: nothing else names it but the table in `kinds.ts`. Kinds start nothing themselves. */
export interface ComponentKind<Options> {
  readonly kind: string;
  /** Everything but `kind`, `requires` and `autostart`, which config reads itself. Parsing twice gives the same: no transforms. */
  readonly schema: z.ZodType<Options>;
  /** Pure: what the component will have, from options alone, so that `${…}` can be checked before anything runs. */
  readonly declare: (options: Options) => ComponentDeclaration;
  /** Pure: where it is found, once its ports are known. URLs may hold references. Known for every component before any starts. */
  readonly locate: (input: LocateInput<Options>) => Location;
  /** Tools of the provision chain that the kind needs. */
  readonly tools: (options: Options) => readonly ('mediamtx' | 'ffmpeg' | 'ffprobe')[];
  /** Programs to be run to their end before it can start. Asked at once, while other components are still starting. */
  readonly makeAhead?: (context: AheadContext<Options>) => readonly Preparation[];
  /** Writes its files below the world's directories and describes the process. Called again for each restart, with the same ports. */
  readonly prepare: (context: PrepareContext<Options>) => Promise<Prepared>;
}

export interface LocateInput<Options> {
  readonly options: Options;
  readonly ports: Readonly<Record<string, number>>;
}

export interface Location {
  readonly host: string;
  readonly urls: Readonly<Record<string, string>>;
}

/** What is known before anything of the world runs. References in `options` stand as they were written. */
export interface AheadContext<Options> {
  readonly options: Options;
  readonly dirs: Readonly<Record<string, string>>;
  readonly tools: Toolbox;
  readonly environment: Environment;
}

/** What a kind may know of its world. References in `options` are already resolved by the world. */
export interface PrepareContext<Options> extends Location {
  readonly spec: ComponentSpec;
  readonly options: Options;
  readonly ports: Readonly<Record<string, number>>;
  readonly secrets: Readonly<Record<string, string>>;
  readonly dirs: Readonly<Record<string, string>>;
  readonly tools: Toolbox;
  readonly nonce: string;
  readonly environment: Environment;
  /** Folder of the configuration: where services run unless they say otherwise. */
  readonly projectRoot: string;
  readonly redact: Redact;
  /** Variables a suite gives instead of the component's own (`with:`). */
  readonly envOverride: Readonly<Record<string, string>>;
  /** Components of the world by name; facts are there once a component was prepared. */
  readonly others: Readonly<Record<string, OtherComponent>>;
}

export interface OtherComponent extends Location {
  readonly kind: string;
  readonly ports: Readonly<Record<string, number>>;
  readonly facts: Readonly<Record<string, string>>;
}

export interface Prepared {
  /** Absent for kinds without a process of their own (camera-devices, external, a service by address). */
  readonly spawn?: SpawnDescription;
  readonly facts: Readonly<Record<string, string>>;
  /** All must hold before the component is ready; each says what it last saw. */
  readonly probes: readonly Probe[];
  /** Sockets that a process of ours must own as listener before an answer counts. */
  readonly listens: readonly ListenSocket[];
  readonly readyTimeoutMs: number;
  readonly stop: { readonly signal: 'SIGTERM' | 'SIGINT'; readonly graceMs: number };
  readonly restart: RestartPolicy;
  /** Turns the log of a start that failed into facts: the taken address, the sentence worth quoting. */
  readonly readStartFailure: (log: string) => StartFailure;
  /** Looked at while the world lives (a stream that stalls); absent = only the process is watched. */
  readonly watch?: Watch;
  /** plug and unplug, for kinds that have entries. */
  readonly entries?: Entries;
}

/** Run once per world for each file that it creates, however many components ask for it. */
export interface Preparation {
  readonly spawn: SpawnDescription;
  /** What it writes; renamed to `creates` once it has ended well, so that half a file never counts. */
  readonly writes: string;
  /** File that proves it was done. */
  readonly creates: string;
  readonly timeLimitMs: number;
}

export interface ListenSocket {
  readonly port: number;
  readonly protocol: 'tcp' | 'udp';
}

export interface StartFailure {
  /** The log says that an address was taken, even where it does not say which. */
  readonly addressTaken: boolean;
  readonly takenPort?: number;
  /** Empty when the log holds nothing worth quoting. */
  readonly sentence: string;
}

export interface Entries {
  readonly plug: (entry: string) => Promise<void>;
  readonly unplug: (entry: string) => Promise<void>;
}

export type RestartPolicy = { readonly kind: 'never' } | { readonly kind: 'supervised'; readonly everyMs: number };

/** One look. Returns what it saw; never throws for what the component does. */
export interface Probe {
  readonly what: string;
  readonly look: (patience: Patience) => Promise<ProbeResult>;
}

/** `foreign`: something answered that cannot be the component. `facts` go into the incident when this was the last look. */
export type ProbeResult =
  | { readonly ok: true; readonly saw: string }
  | {
      readonly ok: false;
      readonly saw: string;
      readonly foreign?: boolean;
      readonly facts?: Readonly<Record<string, string>>;
    };

export interface Watch {
  readonly everyMs: number;
  /** The incident that is opened when it stays unhealthy. */
  readonly incident: 'stream-stalled' | 'component-hung';
  /** Healthy also when the component is excused (its upstream is down). */
  readonly look: (patience: Patience) => Promise<{ readonly healthy: boolean; readonly saw: string }>;
  readonly unhealthyAfterMs: number;
}

/** A kind as the table holds it: each call decodes the options by the kind's own schema first. */
export function makeKind<Options>(kind: ComponentKind<Options>): ComponentKind<unknown> {
  return {
    kind: kind.kind,
    schema: kind.schema,
    declare: (options) => kind.declare(kind.schema.parse(options)),
    locate: (input) => kind.locate({ ...input, options: kind.schema.parse(input.options) }),
    tools: (options) => kind.tools(kind.schema.parse(options)),
    makeAhead: (context) => kind.makeAhead?.({ ...context, options: kind.schema.parse(context.options) }) ?? [],
    prepare: async (context) => kind.prepare({ ...context, options: kind.schema.parse(context.options) }),
  };
}
