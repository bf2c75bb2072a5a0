// What engine `jest` and its plug-ins hand to one another.

import type { NodeToolInput } from './node-tool-input.ts';

/** Set by engine `jest`, in REALITY_JEST, and handed on to its workers. */
export interface JestInput extends NodeToolInput {
  readonly home: string;
  readonly version: string;
  readonly args: readonly string[];
  /** True = `files` are files, not folders or patterns. */
  readonly exactFiles: boolean;
}

/** What the workers need besides. */
export interface JestWorkerInput extends JestInput {
  readonly root: string;
  readonly deadlineAtMs?: number;
  /** Id of a project → the runner that its configuration names. */
  readonly runners: Readonly<Record<string, string>>;
}
