// What engine `vitest` and its plug-ins hand to one another.

import type { NodeToolInput } from './node-tool-input.ts';

/** Set by engine `vitest`, in REALITY_VITEST, and handed on to its workers. */
export interface VitestInput extends NodeToolInput {
  readonly home: string;
  readonly version: string;
  readonly args: readonly string[];
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
