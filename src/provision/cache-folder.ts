import { mkdir, open, readFile, rename, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Environment, ProvisionSettings, ToolName } from '#domain';

/** What lies beside each executable in the cache. */
export interface EntryManifest {
  readonly tool: ToolName;
  readonly version: string;
  readonly sha256: string;
  /** In one sentence: where it came from and what vouched for it. */
  readonly origin: string;
}

export interface CacheEntry {
  readonly folder: string;
  readonly executable: string;
  readonly manifest: EntryManifest;
}

const MANIFEST = 'entry.json';
/** Of two who take each other's entry away in turn; more than a few are not possible. */
const MAX_ROUNDS = 20;

/** Flag, then $XDG_CACHE_HOME/reality, then ~/.cache/reality; absolute. */
export function chooseCacheDir(settings: ProvisionSettings, environment: Environment): string {
  if (settings.cacheDir !== undefined) return path.resolve(environment.cwd, settings.cacheDir);
  const base = environment.env['XDG_CACHE_HOME'];
  // The XDG rules say that a relative value has to be ignored.
  if (base !== undefined && path.isAbsolute(base)) return path.join(base, 'reality');
  const home = environment.env['HOME'];
  return path.join(home === undefined || home === '' ? os.homedir() : home, '.cache', 'reality');
}

/** A published entry; undefined when there is none or its manifest is damaged. */
export async function readEntry(cacheDir: string, entry: string): Promise<CacheEntry | undefined> {
  const folder = path.join(cacheDir, 'tools', entry);
  try {
    const manifest = parseManifest(JSON.parse(await readFile(path.join(folder, MANIFEST), 'utf8')));
    return manifest && { folder, executable: path.join(folder, manifest.tool), manifest };
  } catch {
    return undefined;
  }
}

function parseManifest(value: unknown): EntryManifest | undefined {
  if (value === null || typeof value !== 'object') return undefined;
  const { tool, version, sha256, origin } = value as Partial<Record<string, unknown>>;
  if (tool !== 'mediamtx' && tool !== 'ffmpeg' && tool !== 'ffprobe') return undefined;
  if (typeof version !== 'string' || typeof sha256 !== 'string' || typeof origin !== 'string') return undefined;
  return { tool, version, sha256, origin };
}

/**
 * Makes a verified executable an entry: manifest beside it, everything on the disk before the one rename that shows it.
 * A kill before the rename leaves a work folder, a kill after it a whole entry; nothing lies between.
 */
export async function publishEntry(
  work: string,
  cacheDir: string,
  entry: string,
  ready: { readonly executable: string; readonly manifest: EntryManifest },
): Promise<CacheEntry> {
  const next = path.join(work, 'entry');
  await mkdir(next);
  await rename(ready.executable, path.join(next, ready.manifest.tool));
  await writeFile(path.join(next, MANIFEST), `${JSON.stringify(ready.manifest, undefined, 2)}\n`);
  for (const file of [path.join(next, ready.manifest.tool), path.join(next, MANIFEST), next]) await syncToDisk(file);
  const parent = path.join(cacheDir, 'tools');
  await mkdir(parent, { recursive: true, mode: 0o700 });
  const folder = path.join(parent, entry);
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    if (await renameOver(next, folder, path.join(work, `replaced-${round}`))) {
      await syncToDisk(parent);
      return { folder, executable: path.join(folder, ready.manifest.tool), manifest: ready.manifest };
    }
    const theirs = await readEntry(cacheDir, entry);
    if (theirs !== undefined) return theirs;
  }
  throw new Error(`${folder} is in the way and is no entry`);
}

/**
 * Moves a damaged entry aside first: a folder cannot be renamed onto one that is not empty. False when somebody whose lock
 * we cannot see (another container on the same folder) published his in between.
 */
async function renameOver(from: string, to: string, aside: string): Promise<boolean> {
  await rename(to, aside).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOTEMPTY' || error.code === 'EEXIST'))
      return false;
    throw error;
  }
}

async function syncToDisk(file: string): Promise<void> {
  await using handle = await open(file, 'r');
  await handle.sync();
}
