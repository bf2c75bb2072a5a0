/** How much is measured, and where. */
export interface BenchOptions {
  /** Pairs of each interleaved comparison; the medians of these are told. */
  readonly rounds: number;
  /** Trivial suites of one round. */
  readonly files: number;
  /** Runs killed with SIGKILL. */
  readonly kills: number;
  /** Progress, on stderr. */
  readonly say: (text: string) => void;
}

export interface Measured {
  /** What stands in the column of figures. */
  readonly value: string;
  /** Undefined when this machine could not tell. */
  readonly met: boolean | undefined;
}

/** One number to reach. */
export interface Row {
  /** For `--only`. */
  readonly name: string;
  readonly what: string;
  readonly target: string;
  readonly how: string;
  readonly measure: (options: BenchOptions) => Promise<Measured>;
}
