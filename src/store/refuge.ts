import { existsSync, lstatSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { isLive, OWNER_FILE } from './owner.ts';

const PREFIX = 'reality-results-';

/** A private folder for the results of a run whose reports folder cannot be written. Those of dead runs are removed on the way. */
export function makeRefugeFolder(tmpRoot: string): string {
  for (const name of readdirSync(tmpRoot)) {
    if (name.startsWith(PREFIX) && isAbandoned(join(tmpRoot, name))) rmSync(join(tmpRoot, name), { recursive: true });
  }
  return mkdtempSync(join(tmpRoot, PREFIX));
}

// The temporary folder is everybody's: only a real folder of this user with our own mark is ours to remove.
function isAbandoned(path: string): boolean {
  const folder = lstatSync(path, { throwIfNoEntry: false });
  if (folder?.isDirectory() !== true || folder.uid !== userInfo().uid) return false;
  return existsSync(join(path, OWNER_FILE)) && !isLive(path);
}
