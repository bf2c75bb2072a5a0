// What engine `vitest` and its plug-ins hand to one another.

/** Set by engine `vitest`, in REALITY_VITEST, and handed on to its workers. */
export interface VitestInput {
  readonly home: string;
  readonly version: string;
  readonly files: readonly string[];
  readonly args: readonly string[];
  readonly sideDir: string;
  readonly grep?: string;
  readonly only?: string;
  readonly list: boolean;
  /** True = the titles of each test begin with its file. */
  readonly namesFiles: boolean;
}

/** What the workers need besides. */
export interface VitestWorkerInput extends VitestInput {
  readonly root: string;
  readonly deadlineAtMs?: number;
  /** The project's own runner, else vitest's. */
  readonly runner?: string;
  /** Addresses of vitest's own modules; `index` where it holds all that is asked. */
  readonly library: { readonly index?: string; readonly runners: string; readonly suite: string };
}
