// What engine `node-test` and its plug-in hand to one another.

/** In REALITY_NODE_TEST. */
export interface NodeTestInput {
  readonly files: readonly string[];
  readonly sideDir: string;
  readonly grep?: string;
  readonly only?: string;
  readonly list: boolean;
  /** True = the titles of each test begin with its file, and each file gets a process of its own. */
  readonly namesFiles: boolean;
  /** How many files at once. */
  readonly concurrency?: number;
  /** Set for the process of one file, by the one that starts it: the same for a user's clock that was changed. */
  readonly deadlineAtMs?: number;
}
