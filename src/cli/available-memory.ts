import { readFileSync } from 'node:fs';
import os from 'node:os';

/** What can be used without swapping: MemAvailable where the kernel tells it, else what is free. */
export function availableMemoryBytes(): number {
  try {
    const kib = /^MemAvailable:\s+(\d+) kB$/mu.exec(readFileSync('/proc/meminfo', 'utf8'))?.[1];
    return kib === undefined ? os.freemem() : Number(kib) * 1024;
  } catch {
    return os.freemem();
  }
}
