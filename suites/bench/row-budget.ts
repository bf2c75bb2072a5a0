import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeJournal } from '#journal';
import { ROOT } from '../self/lab.ts';
import { listRunFolders } from '../self/results.ts';
import type { Measured, Row } from './row.ts';
import { describeMegabytes } from './statistics.ts';

const MAX_MS = 600_000;
const MAX_MEMORY_BYTES = 2e9;
const MAX_DISK_BYTES = 1e9;
const MAX_EXTERNAL_BYTES = 100e6;

export const budget: Row = {
  name: 'budget',
  what: 'budget of the bundled suites',
  target: '≤ 10 min, < 2 GB memory, < 1 GB disk, < 100 MB external network, all processes gone',
  how: 'from the journal of the newest whole run of `npm start` in this clone',
  measure: async () => Promise.resolve(readNewest(join(ROOT, 'reports'))),
};

function readNewest(reports: string): Measured {
  const runs = existsSync(reports) ? listRunFolders(reports).toReversed() : [];
  return runs.map(readBudget).find((found) => found !== undefined) ?? NO_RUN;
}

const NO_RUN: Measured = { value: 'no whole run is stored: `npm start` first', met: undefined };

/** Undefined for a run of less than everything. */
function readBudget(folder: string): Measured | undefined {
  const { records } = decodeJournal(readFileSync(join(folder, 'events.ndjson')));
  const events = records.map(({ event }) => event);
  const [started] = events;
  if (started?.kind !== 'run-started' || started.selection !== 'all suites' || started.project !== 'camera-service')
    return undefined;
  const found = events.find((event) => event.kind === 'budget-measured');
  if (found === undefined) return undefined;
  const { usage, externalBytes, durationMs, survivors } = found;
  const parts = [
    `${(durationMs / 60_000).toFixed(1)} min`,
    `${describeMegabytes(usage.peakMemoryBytes)} memory`,
    `${describeMegabytes(usage.peakDiskBytes)} disk`,
    `${describeMegabytes(externalBytes)} external network`,
    `${survivors} processes left`,
  ];
  const met =
    durationMs <= MAX_MS &&
    usage.peakMemoryBytes < MAX_MEMORY_BYTES &&
    usage.peakDiskBytes < MAX_DISK_BYTES &&
    externalBytes < MAX_EXTERNAL_BYTES &&
    survivors === 0;
  return { value: parts.join(', '), met };
}
