import { readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { eventually } from '#kit';
import { belongsTo, describeRow, followTable, readPeakBytes, readRow, readTable } from './process-table.ts';
import type { ProcessRow } from './process-table.ts';

const LOOK_EVERY_MS = 40;
const GONE_WITHIN_MS = 20_000;

/** Sees whom a started command brings into the world, and says afterwards who of them is still there. */
export interface Watcher {
  /** Watches this process and all that descend from it. */
  readonly follow: (pid: number) => void;
  /** The most memory that a followed process held, in bytes. */
  readonly peakBytes: (pid: number) => number;
  /** Who runs now and is ours: by descent, or because something of it lies below the folder. */
  readonly alive: () => readonly ProcessRow[];
  readonly close: () => void;
}

export function watch(folder: string): Watcher {
  const seen = new Map<number, number>();
  const peaks = new Map<number, number>();
  const isSeen = (row: ProcessRow): boolean => seen.get(row.pid) === row.startTime;
  const followed = followTable();
  const look = (read = followed): readonly ProcessRow[] => {
    const table = read();
    // A child may stand before its parent in the table.
    for (let before = -1; before !== seen.size;) {
      before = seen.size;
      for (const row of table) if (seen.has(row.parentPid) && !isSeen(row)) seen.set(row.pid, row.startTime);
    }
    for (const [pid, peak] of peaks) peaks.set(pid, Math.max(peak, readPeakBytes(pid)));
    return table;
  };
  const timer = setInterval(() => look(), LOOK_EVERY_MS);
  return {
    follow: (pid) => {
      const row = readRow(pid);
      if (row !== undefined) seen.set(pid, row.startTime);
      peaks.set(pid, 0);
    },
    peakBytes: (pid) => peaks.get(pid) ?? 0,
    alive: () => look(readTable).filter((row) => row.pid !== process.pid && (isSeen(row) || belongsTo(folder, row))),
    close: () => clearInterval(timer),
  };
}

export interface Place {
  readonly watcher: Watcher;
  /** The TMPDIR that the command had: nothing may stay in it. */
  readonly tmp: string;
  /** Ports that were leased: somebody who may bind them again. */
  readonly ports: readonly number[];
}

/** Throws, naming each, when a process, a listener or a temporary file is left after the last command and stays. */
export async function expectNothingLeft({ watcher, tmp, ports }: Place): Promise<void> {
  await eventually(
    async () => {
      const held = await Promise.all(ports.map(async (port) => ((await isFree(port)) ? [] : [`listener on ${port}`])));
      const left = [...listLeft(watcher, tmp), ...held.flat()];
      if (left.length > 0) throw new Error(left.join('\n'));
    },
    { withinMs: GONE_WITHIN_MS, what: 'a machine as empty as before' },
  );
}

/** Processes of ours that run, and what stands in the temporary folder. */
export function listLeft(watcher: Watcher, tmp: string): readonly string[] {
  const files = readdirSync(tmp).filter((name) => name !== 'node-compile-cache');
  return [...watcher.alive().map(describeRow), ...files.map((name) => join(tmp, name))];
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
