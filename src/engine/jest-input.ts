// What engine `jest` and its plug-ins hand to one another.

/** Set by engine `jest`, in REALITY_JEST, and handed on to its workers. */
export interface JestInput {
  readonly home: string;
  readonly version: string;
  readonly files: readonly string[];
  /** True = `files` are files, not folders or patterns. */
  readonly exactFiles: boolean;
  readonly args: readonly string[];
  readonly sideDir: string;
  readonly grep?: string;
  readonly only?: string;
  readonly list: boolean;
  /** True = the titles of each test begin with its file. */
  readonly namesFiles: boolean;
}

/** What the workers need besides. */
export interface JestWorkerInput extends JestInput {
  readonly root: string;
  readonly deadlineAtMs?: number;
  /** Id of a project → the runner that its configuration names. */
  readonly runners: Readonly<Record<string, string>>;
}
