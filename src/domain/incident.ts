import type { Evidence } from './evidence.ts';

export const INCIDENT_KINDS = [
  'component-not-found',
  'component-refused-to-start',
  'component-exited',
  'component-not-ready',
  'component-hung',
  'component-not-stopped',
  'stream-stalled',
  'port-held',
  'foreign-answer',
  'host-need-missing',
  'disk-full',
  'watchdog-lost',
  'harness-fault',
] as const;
export type IncidentKind = (typeof INCIDENT_KINDS)[number];

/** An owned fact with start and end. `atMs` and `endedAtMs` are run-relative. */
export interface Incident {
  readonly id: string;
  readonly kind: IncidentKind;
  readonly world: string;
  /** The component it happened to; absent for facts of the host. */
  readonly component?: string;
  /** One sentence: what, where, last observed cause. */
  readonly text: string;
  /** Exit code or signal when a process ended. */
  readonly exit?: { readonly code: number | null; readonly signal: string | null };
  /** Last log lines, already redacted; at most 2 KiB. */
  readonly logTail: string;
  readonly evidence: readonly Evidence[];
  /** Typed facts of the kind, e.g. `pathExists: "false"` of a stream that never got ready. */
  readonly facts?: Readonly<Record<string, string>>;
  /** True when a suite asked for it by the control socket: nobody is blamed. */
  readonly intended: boolean;
}
