// Runs inside a child. How the parts of an attempt are called that has several processes: one is a file in a project of the tool.

import path from 'node:path';

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
