/** A pointer to a fact. A report shows it; `assess` never needs to open it, and only asks whether a cited log is still there. */
export type Evidence =
  | { readonly kind: 'journal'; readonly seq: number; readonly note: string }
  | { readonly kind: 'log'; readonly file: string; readonly line: number; readonly text: string }
  | { readonly kind: 'process'; readonly pid: number; readonly startTime: number; readonly note: string }
  | { readonly kind: 'socket'; readonly address: string; readonly note: string }
  | { readonly kind: 'file'; readonly path: string; readonly sha256: string; readonly note: string };

/** A process is pid and start time (field 22 of /proc/PID/stat, clock ticks since boot), never pid alone. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly startTime: number;
}

export interface ProcessFact extends ProcessIdentity {
  readonly argv: readonly string[];
  readonly parentPid: number;
}

export interface ListenerFact {
  readonly protocol: 'tcp' | 'udp' | 'unix';
  readonly address: string;
  readonly owner?: ProcessIdentity;
}
