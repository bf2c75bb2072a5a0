// What a child finds in the file named by REALITY_WORLD. Documented in docs/reference/suite-environment.md and stable.

export interface WorldFile {
  readonly version: 1;
  readonly runId: string;
  readonly suite: string;
  readonly nonce: string;
  /** Name → absolute path: config, recordings, snapshots, streams, devices, logs. */
  readonly dirs: Readonly<Record<string, string>>;
  readonly components: Readonly<Record<string, WorldFileComponent>>;
  /** Unix socket path of the control server; one JSON request per line, one JSON reply per line. */
  readonly control: string;
}

export interface WorldFileComponent {
  readonly kind: string;
  readonly host: string;
  readonly ports: Readonly<Record<string, number>>;
  /** Where it really listens, for ports before which a relay of ours stands; absent = nowhere else than `ports` says. */
  readonly listens?: Readonly<Record<string, number>>;
  readonly urls: Readonly<Record<string, string>>;
  /** 0 while not started, or when it has no process of ours. */
  readonly pid: number;
  /** Only those that the suite asked for. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Further facts a kind publishes, e.g. `device` names, `path` of a stream, `configFile` of mediamtx. */
  readonly facts: Readonly<Record<string, string>>;
}

export const CONTROL_VERBS = [
  'start',
  'stop',
  'kill',
  'pause',
  'resume',
  'restart',
  'plug',
  'unplug',
  'status',
] as const;
export type ControlVerb = (typeof CONTROL_VERBS)[number];

/** `entry` names a device for plug and unplug. `status` is the one verb that leaves the world clean. */
export interface ControlRequest {
  readonly id: number;
  readonly verb: ControlVerb;
  readonly component: string;
  readonly entry?: string;
}

/** The reply comes when the verb's effect is proved (started = ready again, killed = process gone). */
export type ControlReply =
  | { readonly id: number; readonly ok: true; readonly state: string; readonly pid: number }
  | { readonly id: number; readonly ok: false; readonly error: string };
