import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describeError, RealityError } from '#domain';
import { pointLatest, readLatest, removeLatest } from './latest.ts';
import { listRuns } from './list-runs.ts';
import type { RunEntry } from './list-runs.ts';

const REMOVING = '.removing-';

/** Which runs stay. Both given: a run stays when either keeps it. */
export interface Retention {
  readonly keepNewest?: number;
  /** Runs that began at this time or later stay; milliseconds since 1970. */
  readonly keepSinceMs?: number;
  readonly dryRun: boolean;
}

export interface Cleaned {
  readonly removed: readonly RunEntry[];
  readonly kept: readonly RunEntry[];
  /** Runs that are still being written; never removed. */
  readonly live: readonly RunEntry[];
}

/** Removes stored runs. A folder that is not a run of ours is never touched. Throws `results-not-written` when one cannot be removed. */
export function cleanRuns(reportsDir: string, retention: Retention): Cleaned {
  const runs = listRuns(reportsDir);
  const live = runs.filter((run) => run.live);
  const ended = runs.filter((run) => !run.live);
  const kept = ended.filter((run, index) => stays(run, index, retention));
  const removed = ended.filter((run) => !kept.includes(run));
  if (!retention.dryRun && existsSync(reportsDir)) removeAll(reportsDir, removed);
  return { removed, kept, live };
}

function stays(run: RunEntry, index: number, { keepNewest, keepSinceMs }: Retention): boolean {
  return index < (keepNewest ?? 0) || (keepSinceMs !== undefined && run.startedAtMs >= keepSinceMs);
}

function removeAll(reportsDir: string, runs: readonly RunEntry[]): void {
  try {
    for (const run of runs) removeOne(reportsDir, run);
    removeLeftovers(reportsDir);
  } catch (error) {
    throw new RealityError('results-not-written', `a run could not be removed: ${describeError(error)}`, {
      cause: error,
    });
  }
  mendLatest(reportsDir);
}

// Renamed first: a removal that is killed leaves nothing that looks like a run with half of its files.
function removeOne(reportsDir: string, run: RunEntry): void {
  renameSync(run.path, join(reportsDir, `${REMOVING}${run.runId}`));
}

function removeLeftovers(reportsDir: string): void {
  for (const name of readdirSync(reportsDir)) {
    if (name.startsWith(REMOVING)) rmSync(join(reportsDir, name), { recursive: true, force: true });
  }
}

function mendLatest(reportsDir: string): void {
  const runs = listRuns(reportsDir);
  const latest = readLatest(reportsDir);
  if (latest !== undefined && runs.some((run) => run.runId === latest)) return;
  const newest = runs[0];
  if (newest === undefined) removeLatest(reportsDir);
  else pointLatest(reportsDir, newest.runId);
}
