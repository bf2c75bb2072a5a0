// What the engines of tools on Node and their plug-ins hand to one another.

/** What every plug-in of a tool on Node is told. */
export interface NodeToolInput {
  /** Absolute; as few as the chosen tests need. */
  readonly files: readonly string[];
  readonly sideDir: string;
  readonly list: boolean;
  /** True = the titles of each test begin with its file. */
  readonly namesFiles: boolean;
  readonly grep?: string;
  /** File with the tests to run, and no others. */
  readonly only?: string;
}
