/** The policy in force; every report states it. */
export interface Policy {
  readonly scope: 'suite' | 'run';
  readonly workers: number;
  readonly retries: number;
  readonly repeatEach: number;
  /** Containment as observed, e.g. `sessions + watchdog + marker sweep`. */
  readonly containment: string;
  /** `not checked` until the guard exists. */
  readonly mocks: string;
  readonly keep: 'always' | 'on-failure' | 'never';
  readonly limits: {
    readonly maxOutputBytes: number;
    readonly maxMemoryBytes: number;
    readonly maxProcesses: number;
    readonly graceMs: number;
  };
}
