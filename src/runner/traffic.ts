import { readFileSync } from 'node:fs';

/** Bytes that the kernel has counted since the machine started, received and sent together. */
export interface Traffic {
  readonly loopbackBytes: number;
  readonly externalBytes: number;
}

/**
 * From /proc/net/dev: all of the machine, for no counter of the kernel is per process tree. The difference over a run is
 * therefore an upper bound of what the run sent and received.
 */
export function readTraffic(): Traffic {
  let [loopbackBytes, externalBytes] = [0, 0];
  for (const line of readTable()) {
    const match = /^\s*([^:]+):\s*(.*)$/u.exec(line);
    const fields = (match?.[2] ?? '').trim().split(/\s+/u).map(Number);
    // Loopback counts each byte as sent and as received: one of them is the truth.
    if (match?.[1] === 'lo') loopbackBytes += fields[0] ?? 0;
    else if (match !== null) externalBytes += (fields[0] ?? 0) + (fields[8] ?? 0);
  }
  return { loopbackBytes, externalBytes };
}

function readTable(): readonly string[] {
  try {
    return readFileSync('/proc/net/dev', 'utf8').split('\n').slice(2);
  } catch {
    return [];
  }
}
