import type { Environment } from '#domain';

/** The outside as commands see it. Only `main.ts` makes one from the real process. */
export interface Shell {
  readonly environment: Environment;
  readonly version: string;
  readonly argv: readonly string[];
  /** Results. */
  readonly out: (text: string) => void;
  /** Progress and messages. */
  readonly err: (text: string) => void;
  readonly colour: { readonly out: boolean; readonly err: boolean };
  /** Standard error is a terminal that can be redrawn. */
  readonly live: boolean;
  readonly columns: () => number;
  /** First signal polite, a second one after 50 ms at once. Returns how to stop listening. */
  readonly onInterrupt: (handle: (interruption: Interruption) => void) => () => void;
  readonly totalMemoryBytes: number;
  readonly cpus: number;
  readonly kernel: string;
  readonly tmpRoot: string;
}

export interface Interruption {
  readonly signal: 'SIGINT' | 'SIGTERM' | 'SIGHUP';
  readonly escalated: boolean;
}
