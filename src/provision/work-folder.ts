import { chmod, mkdir, readdir, readlink, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Environment } from '#domain';
import { tryCacheLock } from './cache-lock.ts';

/** After so long a folder of a network namespace that is not ours, whose locks we cannot see, counts as left behind. */
const FOREIGN_LEFTOVER_MS = 24 * 60 * 60 * 1000;

/** A folder of our own to work in. Needs the lock of the entry: what else lies here under its name was left behind. */
export async function makeWorkFolder(cacheDir: string, entry: string, environment: Environment): Promise<string> {
  const parent = workParent(cacheDir);
  await mkdir(parent, { recursive: true, mode: 0o700 });
  const scope = await readScope();
  for (const leftover of await listWork(cacheDir)) {
    if (leftover.entry === entry && leftover.scope === scope) await removeTree(leftover.folder);
  }
  const folder = path.join(parent, `${entry}.${scope}.${environment.randomHex(8)}`);
  await mkdir(folder, { mode: 0o700 });
  return folder;
}

/** Removes what owners that were killed have left, of any entry. Never throws: the next run tries again. */
export async function sweepWork(cacheDir: string, environment: Environment): Promise<void> {
  const scope = await readScope();
  for (const { folder, entry, scope: itsScope } of await listWork(cacheDir)) {
    if (itsScope !== scope) {
      const facts = await stat(folder).catch(() => undefined);
      const ageMs = environment.wallClockMs() - (facts?.mtimeMs ?? 0);
      if (ageMs > FOREIGN_LEFTOVER_MS) await removeTree(folder).catch(() => {});
      continue;
    }
    // Who works holds the lock of his entry: if we get it, nobody does.
    const lock = await tryCacheLock(cacheDir, entry);
    if (lock === undefined) continue;
    await removeTree(folder).catch(() => {});
    lock.release();
  }
}

/** Also where a copy of a read-only folder was cut off before it was made writable. */
export async function removeTree(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true }).catch(async () => {
    await makeWritable(folder);
    await rm(folder, { recursive: true, force: true });
  });
}

/** Gives the owner all rights to a folder and the folders below it; one that is gone meanwhile needs none. */
export async function makeWritable(folder: string): Promise<void> {
  try {
    await chmod(folder, 0o755);
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      if (entry.isDirectory()) await makeWritable(path.join(folder, entry.name));
    }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
}

interface WorkFolder {
  readonly folder: string;
  readonly entry: string;
  readonly scope: string;
}

async function listWork(cacheDir: string): Promise<readonly WorkFolder[]> {
  const names = await readdir(workParent(cacheDir)).catch(() => []);
  return names.flatMap((name) => {
    const [, entry, scope] = /^(.+)\.(\d*)\.[0-9a-f]+$/.exec(name) ?? [];
    if (entry === undefined || scope === undefined) return [];
    return [{ folder: path.join(workParent(cacheDir), name), entry, scope }];
  });
}

function workParent(cacheDir: string): string {
  return path.join(cacheDir, 'work');
}

/** The number of our network namespace: abstract sockets, and with them our locks, hold within it. */
async function readScope(): Promise<string> {
  return (await readlink('/proc/self/ns/net').catch(() => '')).replaceAll(/\D/g, '');
}
