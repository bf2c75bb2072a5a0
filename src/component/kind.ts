import type { z } from 'zod';
import type { Redact } from '#child';
import type { ComponentDeclaration, ComponentSpec, Environment, Patience, SpawnDescription, Toolbox } from '#domain';

/** A component kind is one file: nothing else names it but the table in `kinds.ts`. Kinds start nothing themselves. */
export interface ComponentKind<Options> {
  readonly kind: string;
  /** Everything but `kind`, `requires` and `autostart`, which config reads itself. */
  readonly schema: z.ZodType<Options>;
  /** Pure: what the component will have, from options alone, so that `${…}` can be checked before anything runs. */
  readonly declare: (options: Options) => ComponentDeclaration;
  /** Tools of the provision chain that the kind needs. */
  readonly tools: (options: Options) => readonly ('mediamtx' | 'ffmpeg' | 'ffprobe')[];
  /** Writes its files below the world's directories and describes the process. Called again for each restart, with the same ports. */
  readonly prepare: (context: PrepareContext<Options>) => Promise<Prepared>;
}

/** What a kind may know of its world. References in `options` are already resolved by the world. */
export interface PrepareContext<Options> {
  readonly spec: ComponentSpec;
  readonly options: Options;
  readonly host: string;
  readonly ports: Readonly<Record<string, number>>;
  readonly secrets: Readonly<Record<string, string>>;
  readonly dirs: Readonly<Record<string, string>>;
  readonly tools: Toolbox;
  readonly nonce: string;
  readonly environment: Environment;
  readonly redact: Redact;
  /** Variables a suite gives instead of the component's own (`with:`). */
  readonly envOverride: Readonly<Record<string, string>>;
  /** Components that started before: host, ports, urls, facts. */
  readonly others: Readonly<Record<string, OtherComponent>>;
}

export interface OtherComponent {
  readonly kind: string;
  readonly host: string;
  readonly ports: Readonly<Record<string, number>>;
  readonly urls: Readonly<Record<string, string>>;
  readonly facts: Readonly<Record<string, string>>;
}

export interface Prepared {
  /** Absent for kinds without a process of their own (camera-devices, external, a service by address). */
  readonly spawn?: SpawnDescription;
  readonly urls: Readonly<Record<string, string>>;
  readonly facts: Readonly<Record<string, string>>;
  /** All must hold before the component is ready; each says what it last saw. */
  readonly probes: readonly Probe[];
  /** Ports that a process of ours must own as listener before an answer counts. */
  readonly listens: readonly number[];
  readonly readyTimeoutMs: number;
  readonly stop: { readonly signal: 'SIGTERM' | 'SIGINT'; readonly graceMs: number };
  /** Exit codes that are no incident when a stop was asked for. */
  readonly restart: RestartPolicy;
  /** Turns the log of a start that failed into facts: the taken address, the sentence worth quoting. */
  readonly readStartFailure: (log: string) => { readonly takenPort?: number; readonly sentence: string };
  /** Looked at while the world lives (a stream that stalls); absent = only the process is watched. */
  readonly watch?: Watch;
  /** plug and unplug, for kinds that have entries. */
  readonly entries?: {
    readonly plug: (entry: string) => Promise<void>;
    readonly unplug: (entry: string) => Promise<void>;
  };
}

export type RestartPolicy = { readonly kind: 'never' } | { readonly kind: 'supervised'; readonly everyMs: number };

/** One look. Returns what it saw; never throws for what the component does. */
export interface Probe {
  readonly what: string;
  readonly look: (patience: Patience) => Promise<ProbeResult>;
}

export type ProbeResult =
  | { readonly ok: true; readonly saw: string }
  | { readonly ok: false; readonly saw: string; readonly foreign?: boolean };

export interface Watch {
  readonly everyMs: number;
  /** A sentence when the component is to be an incident although its process lives. */
  readonly look: (patience: Patience) => Promise<{ readonly healthy: boolean; readonly saw: string }>;
  readonly unhealthyAfterMs: number;
}
