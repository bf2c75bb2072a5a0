import { readFileSync, readlinkSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { isRunId } from './run-id.ts';

const LATEST = 'latest';

/**
 * Makes `reports/latest` lead to a run: a relative link, replaced in one step, so that a reader always finds one. Where links are
 * impossible it becomes a text file that holds the id. Of two runs at once the one that started last has it.
 */
export function pointLatest(reportsDir: string, runId: string): void {
  const temporary = join(reportsDir, `.latest-${runId}.tmp`);
  rmSync(temporary, { force: true });
  try {
    symlinkSync(runId, temporary);
  } catch {
    writeFileSync(temporary, `${runId}\n`);
  }
  try {
    renameSync(temporary, join(reportsDir, LATEST));
  } finally {
    rmSync(temporary, { force: true });
  }
}

/** Id of the run that `latest` leads to. Only the name counts: a link to elsewhere leads nowhere. */
export function readLatest(reportsDir: string): string | undefined {
  const path = join(reportsDir, LATEST);
  const runId = attempt(() => basename(readlinkSync(path))) ?? attempt(() => readFileSync(path, 'utf8').trim());
  return runId !== undefined && isRunId(runId) ? runId : undefined;
}

export function removeLatest(reportsDir: string): void {
  rmSync(join(reportsDir, LATEST), { force: true });
}

function attempt(read: () => string): string | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
