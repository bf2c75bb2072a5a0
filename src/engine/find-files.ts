import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';

/** Files of an absolute path in which `*` stands for any part of one name; sorted. Folders on the way that are not there hold none. */
export function findFiles(pattern: string): readonly string[] {
  if (!pattern.includes('*')) return stampFile(pattern) === undefined ? [] : [pattern];
  const [root = '/', ...rest] = splitPath(pattern);
  return rest.reduce<readonly string[]>((folders, name) => folders.flatMap((folder) => enter(folder, name)), [root]);
}

/** What changes when a file is written again; undefined when it is no file. */
export function stampFile(file: string): string | undefined {
  const stat = statSync(file, { throwIfNoEntry: false, bigint: true });
  return stat?.isFile() === true ? `${stat.ino} ${stat.size} ${stat.mtimeNs}` : undefined;
}

function splitPath(pattern: string): readonly string[] {
  const { root } = path.parse(pattern);
  return [root, ...pattern.slice(root.length).split(path.sep)];
}

function enter(folder: string, name: string): readonly string[] {
  if (!name.includes('*')) {
    const next = path.join(folder, name);
    return statSync(next, { throwIfNoEntry: false }) === undefined ? [] : [next];
  }
  const parts = name.split('*').map((part) => part.replaceAll(/[$()+.?[\\\]^{|}]/gu, String.raw`\$&`));
  const matches = new RegExp(`^${parts.join('.*')}$`, 'u');
  return listFolder(folder)
    .filter((entry) => matches.test(entry))
    .map((entry) => path.join(folder, entry));
}

function listFolder(folder: string): readonly string[] {
  try {
    return readdirSync(folder).toSorted();
  } catch {
    return [];
  }
}
