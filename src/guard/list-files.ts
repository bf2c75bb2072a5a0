import { readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';

/** Nothing of the project's own lies here. */
const PASSED_OVER = new Set([
  'node_modules',
  '.git',
  '.venv',
  'venv',
  '__pycache__',
  'site-packages',
  'vendor',
  'coverage',
]);

/** Every file below the given paths, in order of their names; links are not followed. */
export function listFiles(paths: readonly string[]): readonly string[] {
  return [...new Set(paths.flatMap(listBelow))];
}

function listBelow(path: string): readonly string[] {
  const facts = statSync(path, { throwIfNoEntry: false });
  if (facts?.isFile() === true) return [path];
  if (facts?.isDirectory() !== true) return [];
  const entries = readdirSync(path, { withFileTypes: true }).toSorted((one, other) => (one.name < other.name ? -1 : 1));
  return entries.flatMap((entry) => {
    if (entry.isFile()) return [join(path, entry.name)];
    return entry.isDirectory() && !PASSED_OVER.has(basename(entry.name)) ? listBelow(join(path, entry.name)) : [];
  });
}
