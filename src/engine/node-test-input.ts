// What engine `node-test` and its plug-in hand to one another.

import type { NodeToolInput } from './node-tool-input.ts';

/** In REALITY_NODE_TEST. */
export interface NodeTestInput extends NodeToolInput {
  /** How many files at once; a suite of several gives each a process of its own. */
  readonly concurrency?: number;
  /** Set for the process of one file, by the one that starts it: the same for a user's clock that was changed. */
  readonly deadlineAtMs?: number;
}
