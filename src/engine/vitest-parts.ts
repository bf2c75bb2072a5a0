// Runs inside a child. How the parts of an attempt of engine `vitest` are called: one is a file in a project.

import path from 'node:path';

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

const MAX_NAME = 300;

export interface Part {
  readonly from: string;
  /** What stands before the titles of its tests. */
  readonly prefix: readonly string[];
  readonly file: string;
}

/** Program and worker must come to the same name, each by itself. */
export function describePart(
  { filepath, projectName = '' }: { readonly filepath: string; readonly projectName?: string | undefined },
  { root, namesFiles }: { readonly root: string; readonly namesFiles: boolean },
): Part {
  const file = path.relative(root, filepath);
  const project = projectName === '' ? [] : [`|${projectName}|`];
  const from = [...project, file].join(' ');
  return { from: from.slice(-MAX_NAME), prefix: [...project, ...(namesFiles ? [file] : [])], file };
}
