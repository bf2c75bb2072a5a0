import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, lstatSync, readFileSync, realpathSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';

const UNMOUNT_LIMIT_MS = 2000;
const PATIENTLY = { recursive: true, force: true, maxRetries: 3, retryDelay: 20 } as const;

/**
 * Removes a private directory of ours with all below it; true when nothing of it is left. What a killed suite left mounted there
 * is unmounted first. While a mount remains nothing is removed: what stands behind it may be somebody's.
 */
export async function removeDirectory(directory: string): Promise<boolean> {
  for (const mount of listMounts(directory)) await unmount(mount);
  if (listMounts(directory).length > 0) return false;
  await rm(directory, PATIENTLY).catch(async () => {
    // A suite may have taken permissions away: they are given back.
    allowOwner(directory);
    await rm(directory, PATIENTLY).catch(() => undefined);
  });
  return lstatSync(directory, { throwIfNoEntry: false }) === undefined;
}

function allowOwner(directory: string): void {
  try {
    chmodSync(directory, 0o700);
  } catch {
    // It has gone, or is not ours after all: the second try tells.
  }
}

/** Mount points below a directory, the innermost first. */
export function listMounts(directory: string): readonly string[] {
  try {
    const below = `${realpathSync(directory)}${path.sep}`;
    return readFileSync('/proc/self/mountinfo', 'utf8')
      .split('\n')
      .map((line) => decodePath(line.split(' ')[4] ?? ''))
      .filter((point) => point.startsWith(below))
      .toReversed();
  } catch {
    // The directory has gone, or this is no Linux, where no worlds run either.
    return [];
  }
}

/** The kernel writes space, tab, newline and backslash of a path in octal. */
function decodePath(text: string): string {
  return text.replaceAll(/\\([0-7]{3})/gu, (_all, octal: string) => String.fromCodePoint(Number.parseInt(octal, 8)));
}

/** Lazily, as a dying process may hold a file there; that it worked is seen by looking at the mounts again. */
async function unmount(point: string): Promise<void> {
  const child = spawn('umount', ['-l', point], { stdio: 'ignore', timeout: UNMOUNT_LIMIT_MS });
  await once(child, 'exit').catch(() => undefined);
}
