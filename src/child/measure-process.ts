import { readdirSync, statSync } from 'node:fs';
import { lstat, opendir } from 'node:fs/promises';
import path from 'node:path';
import { readProcFile } from './read-process.ts';

/**
 * Proportional share of memory: a page that n processes share counts 1/n for each, so the sum over a tree is what it really
 * takes. Costs a walk over the page tables; undefined when it cannot be read (another user's process, an old kernel).
 */
export function readProportionalBytes(pid: number): number | undefined {
  const match = /^Pss:\s+(\d+) kB/m.exec(readProcFile(`/proc/${pid}/smaps_rollup`) ?? '');
  return match === null ? undefined : Number(match[1]) * 1024;
}

/** Since Linux 6.2 the size of the folder is the number of descriptors; before, it is 0 and the entries are counted. */
export function countDescriptors(pid: number): number {
  const directory = `/proc/${pid}/fd`;
  try {
    const { size } = statSync(directory);
    return size > 0 ? size : readdirSync(directory).length;
  } catch {
    return 0;
  }
}

/** Blocks really taken below a directory, links not followed. What vanishes meanwhile counts nothing. */
export async function measureDisk(directory: string): Promise<number> {
  let sizeBytes = 0;
  try {
    for await (const entry of await opendir(directory)) {
      const file = path.join(directory, entry.name);
      if (entry.isDirectory()) sizeBytes += await measureDisk(file);
      else sizeBytes += (await lstat(file)).blocks * 512;
    }
  } catch {
    // Removed while we looked.
  }
  return sizeBytes;
}
