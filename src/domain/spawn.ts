import type { ProcessFact, ProcessIdentity, ListenerFact } from './evidence.ts';

/** How to start one child. Made by engines and component kinds, carried out by `child` alone. */
export interface SpawnDescription {
  readonly argv: readonly [string, ...string[]];
  readonly cwd: string;
  /** The whole environment besides what runner and world add (allow-listed base, marker, PATH). */
  readonly env: Readonly<Record<string, string>>;
  /** `pty` is never given: a child that prompts gets end-of-file. */
  readonly stdin?: 'ignore' | 'pipe';
}

/** What ended a child first. Later causes never overwrite the first. */
export const STOP_CAUSES = [
  'none',
  'time-limit',
  'output-limit',
  'memory-limit',
  'process-limit',
  'disk-limit',
  'asked',
  'run-interrupted',
  'run-stopped-early',
  'component-down',
] as const;
export type StopCause = (typeof STOP_CAUSES)[number];

/** How a child ended. A failed spawn has `spawnError` and pid 0. */
export interface ChildEnd extends ProcessIdentity {
  readonly code: number | null;
  readonly signal: string | null;
  readonly cause: StopCause;
  readonly spawnError?: string;
  readonly durationMs: number;
  readonly stdout: CapturedStream;
  readonly stderr: CapturedStream;
  /** Why the log is not whole besides its stated gap (a full disk); absent when it is. */
  readonly damage?: string;
}

/** What was kept of one stream: all of it up to head + tail, the middle counted. Already redacted and decoded. */
export interface CapturedStream {
  readonly bytes: number;
  readonly keptBytes: number;
  /** Absolute path of the log that holds it, both streams interleaved and time-stamped. */
  readonly file: string;
  /** Last lines, for messages; at most 4 KiB. */
  readonly tail: string;
}

/** What a suite or a component left behind. */
export type Leak =
  | { readonly kind: 'process'; readonly process: ProcessFact; readonly signs: readonly OwnershipSign[] }
  | { readonly kind: 'listener'; readonly listener: ListenerFact }
  | { readonly kind: 'directory'; readonly path: string };

/** Why a process counts as ours (design §5). */
export const OWNERSHIP_SIGNS = ['marker', 'descent', 'session', 'open-file'] as const;
export type OwnershipSign = (typeof OWNERSHIP_SIGNS)[number];

/** Measured over a process tree by the sampler. Traffic is counted from the kernel's interface counters. */
export interface Usage {
  readonly peakMemoryBytes: number;
  readonly peakProcesses: number;
  readonly peakDescriptors: number;
  readonly peakDiskBytes: number;
  readonly cpuMs: number;
}
