/** Everything a module may know of the outside besides its arguments. Only cli makes one; tests make their own. */
export interface Environment {
  /** Variables of the calling shell. Options are read from `REALITY_OPT_*` alone. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Folder in which the command was typed; absolute. */
  readonly cwd: string;
  readonly platform: string;
  readonly arch: string;
  /** Wall clock, milliseconds since 1970 with fractions: for dates shown to people, and to place what other processes stamp. Never for durations. */
  readonly wallClockMs: () => number;
  /** Monotonic clock in milliseconds with fractions. */
  readonly monotonicMs: () => number;
  /** Random bytes as lower-case hex, two characters per byte. */
  readonly randomHex: (sizeBytes: number) => string;
}

/** Passed to every wait: whichever comes first ends it. */
export interface Patience {
  readonly signal: AbortSignal;
  /** On the monotonic clock of Environment. */
  readonly deadlineMs: number;
}

/** Milliseconds until the deadline; 0 when it has passed. */
export function remainingMs(patience: Patience, environment: Environment): number {
  return Math.max(0, patience.deadlineMs - environment.monotonicMs());
}
