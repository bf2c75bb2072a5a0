import type { z } from 'zod';
import type { Redact } from '#child';
import type { ComponentDeclaration, ComponentSpec, Environment, Patience, SpawnDescription, Toolbox } from '#domain';
import type { ServerProgram } from './server-program.ts';

/** A component kind is one file: nothing else names it but the table in `kinds.ts`. Kinds start nothing themselves. */
export interface ComponentKind<Options> {
  readonly kind: string;
  /** Everything but `kind`, `requires` and `autostart`, which config reads itself. Parsing twice gives the same: no transforms. */
  readonly schema: z.ZodType<Options>;
  /** Pure: what the component will have, from options alone, so that `${…}` can be checked before anything runs. */
  readonly declare: (options: Options) => ComponentDeclaration;
  /** Pure: what is allowed and worth knowing, each a whole sentence; stands in the report. */
  readonly warn?: (options: Options) => readonly string[];
  /** Pure: where it is found, once its ports are known. URLs may hold references. Known for every component before any starts. */
  readonly locate: (input: LocateInput<Options>) => Location;
  /** Tools of the provision chain that the kind needs. */
  readonly tools: (options: Options) => readonly ('mediamtx' | 'ffmpeg' | 'ffprobe')[];
  /** Keys of the options by which we ask, not the component (`ready`): addresses in them are never those of a relay. */
  readonly askedByUs?: readonly string[];
  /** Programs of the machine that it starts; a run that needs one which is not installed does not begin. */
  readonly programs?: (options: Options) => readonly ServerProgram[];
  /** Pure: true = it may ask a server of the world whom to let in, which writes down who came. */
  readonly asksAccess?: (options: Options) => boolean;
  /** Programs to be run to their end before it can start. Asked at once, while other components are still starting. */
  readonly makeAhead?: (context: AheadContext<Options>) => readonly Preparation[];
  /** Writes its files below the world's directories and describes the process. Called again for each restart, with the same ports. */
  readonly prepare: (context: PrepareContext<Options>) => Promise<Prepared>;
}

export interface LocateInput<Options> {
  /** Of the component, for references to itself. */
  readonly name: string;
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
  /** Private folder in which worlds of one run share what is made ahead. */
  readonly sharedDir: string;
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
  readonly sharedDir: string;
  /** A folder of this component alone, private, kept over its restarts, gone with the world, never kept in a report. */
  readonly ownDir: string;
  /** What it is to ask whom to let in; absent for kinds that do not. */
  readonly accessUrl?: string;
  /** Aborted when the start is given up. */
  readonly signal: AbortSignal;
  /** For clients and generators that end by themselves; they belong to the world as its servers do. */
  readonly run: RunProgram;
}

/** Runs a program to its end; what it does is a value. Its time limit is that of the patience. */
export type RunProgram = (program: ShortProgram, patience: Patience) => Promise<ProgramEnd>;

export interface ShortProgram {
  readonly argv: readonly [string, ...string[]];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

export interface ProgramEnd {
  readonly ok: boolean;
  /** How it ended, when not well: `ended with status 2`, `did not end in time`. */
  readonly how: string;
  /** At most 256 KiB, without secrets. */
  readonly stdout: string;
  /** The last lines. */
  readonly stderr: string;
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
  /** Once all probes hold: brings in what it has to hold (schema, data) and proves what is expected of it. Once per start. */
  readonly furnish?: (patience: Patience) => Promise<Furnished>;
  /** Sockets that a process of ours must own as listener before an answer counts. */
  readonly listens: readonly ListenSocket[];
  readonly readyTimeoutMs: number;
  readonly stop: { readonly signal: 'SIGTERM' | 'SIGINT'; readonly graceMs: number };
  readonly restart: RestartPolicy;
  /** Turns the log of a start that failed into facts: the taken address, the sentence worth quoting. */
  readonly readStartFailure: (log: string) => StartFailure;
  /** Looked at while the world lives (a stream that stalls); absent = only the process is watched. */
  readonly watch?: Watch;
  /** When the world stops, after its process has ended: removes what a killed one leaves outside the world's folders. */
  readonly afterEnd?: () => Promise<void>;
  /** plug and unplug, for kinds that have entries. */
  readonly entries?: Entries;
}

/** Run once per world for each file that it creates, however many components ask for it. */
export interface Preparation {
  readonly spawn: SpawnDescription;
  /** What it writes; renamed to `creates` once it has ended well, so that half a file never counts. */
  readonly writes: string;
  /** File that proves it was done; or the folder, when `folder` is given. */
  readonly creates: string;
  /** `writes` is a folder, made empty and private to this user before. */
  readonly folder?: { readonly uid: number; readonly gid: number };
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

/** `facts` of a good end are told to suites; those of a bad one stand in the incident: `missing`, `remedy`. */
export type Furnished =
  | { readonly ok: true; readonly saw: string; readonly facts: Readonly<Record<string, string>> }
  | { readonly ok: false; readonly saw: string; readonly facts: Readonly<Record<string, string>> };

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
    warn: (options) => kind.warn?.(kind.schema.parse(options)) ?? [],
    locate: (input) => kind.locate({ ...input, options: kind.schema.parse(input.options) }),
    tools: (options) => kind.tools(kind.schema.parse(options)),
    askedByUs: kind.askedByUs ?? [],
    programs: (options) => kind.programs?.(kind.schema.parse(options)) ?? [],
    asksAccess: (options) => kind.asksAccess?.(kind.schema.parse(options)) ?? false,
    makeAhead: (context) => kind.makeAhead?.({ ...context, options: kind.schema.parse(context.options) }) ?? [],
    prepare: async (context) => kind.prepare({ ...context, options: kind.schema.parse(context.options) }),
  };
}
