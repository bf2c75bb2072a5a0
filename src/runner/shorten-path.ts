import path from 'node:path';

/** As people write it: from the folder of the project, where it lies below that. */
export function shortenPath(file: string, root: string): string {
  const below = path.relative(root, file);
  return below.startsWith('..') ? file : below;
}
