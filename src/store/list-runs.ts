import { existsSync, lstatSync, readdirSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import { RealityError } from '#domain';
import { readLatest } from './latest.ts';
import { isLive } from './owner.ts';
import { isRunId, parseRunId } from './run-id.ts';

const JOURNAL = 'events.ndjson';

/** A stored run as a list shows it. */
export interface RunEntry {
  readonly runId: string;
  readonly path: string;
  /** Milliseconds since 1970, from the id. */
  readonly startedAtMs: number;
  /** Its process still writes it. */
  readonly live: boolean;
}

/** The runs in a reports folder, newest first. A folder without a journal, or of another name, is not a run. */
export function listRuns(reportsDir: string): readonly RunEntry[] {
  if (!existsSync(reportsDir)) return [];
  return readdirSync(reportsDir)
    .filter((name) => isRunId(name) && isRunFolder(join(reportsDir, name)))
    .toSorted()
    .toReversed()
    .map((runId) => describeRun(join(reportsDir, runId)));
}

/**
 * Finds a run by id, by the unique beginning of an id, by path (of its folder or its journal), or by `latest`.
 * Throws `run-not-found` and names the runs that are there.
 */
export function findRun(reportsDir: string, wanted: string, cwd: string): RunEntry {
  const found =
    wanted === 'latest' ? findLatest(reportsDir) : (findById(reportsDir, wanted) ?? findByPath(wanted, cwd));
  if (found !== undefined) return found;
  const known = listRuns(reportsDir).map((run) => run.runId);
  throw new RealityError('run-not-found', `no stored run is called ${wanted}`, {
    details: [known.length === 0 ? `there is no run in ${reportsDir}` : `runs in ${reportsDir}: ${firstFew(known)}`],
  });
}

function findLatest(reportsDir: string): RunEntry | undefined {
  const runId = readLatest(reportsDir);
  const path = runId === undefined ? undefined : join(reportsDir, runId);
  return path !== undefined && isRunFolder(path) ? describeRun(path) : listRuns(reportsDir)[0];
}

function findById(reportsDir: string, wanted: string): RunEntry | undefined {
  if (!/^[0-9][0-9a-f-]*$/u.test(wanted)) return undefined;
  const matches = listRuns(reportsDir).filter((run) => run.runId.startsWith(wanted));
  return matches.length === 1 ? matches[0] : undefined;
}

function findByPath(wanted: string, cwd: string): RunEntry | undefined {
  const path = isAbsolute(wanted) ? resolve(wanted) : resolve(cwd, wanted);
  const folder = basename(path) === JOURNAL ? dirname(path) : path;
  return existsSync(join(folder, JOURNAL)) ? describeRun(folder) : undefined;
}

function isRunFolder(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true && existsSync(join(path, JOURNAL));
}

function describeRun(path: string): RunEntry {
  const runId = basename(path);
  return { runId, path, startedAtMs: isRunId(runId) ? parseRunId(runId) : 0, live: isLive(path) };
}

function firstFew(names: readonly string[]): string {
  return names.length <= 5 ? names.join(', ') : `${names.slice(0, 5).join(', ')} and ${names.length - 5} more`;
}
