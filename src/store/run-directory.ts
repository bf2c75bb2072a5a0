import { mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describeError, RealityError } from '#domain';
import type { Environment, JournalRecord, RunEvent } from '#domain';
import { JournalEncoder } from '#journal';
import { JournalSink } from './journal-sink.ts';
import { pointLatest } from './latest.ts';
import { claimRun, releaseRun } from './owner.ts';
import { readStored } from './read-run.ts';
import { makeRefugeFolder } from './refuge.ts';
import { makeRunId } from './run-id.ts';
import { SideFiles, SIDES_FOLDER } from './side-files.ts';
import type { RunDirectory } from './types.ts';

export const JOURNAL_FILE = 'events.ndjson';
const LOGS_FOLDER = 'logs';
const KEPT_FOLDER = 'kept';
const ATTEMPTS = 100;

export interface OpenRunOptions {
  /** `reports/` beside the service under test; absolute. Made when absent. */
  readonly reportsDir: string;
  /** Where the run lives when `reportsDir` cannot be written; absolute. */
  readonly tmpRoot: string;
  readonly environment: Environment;
}

interface Place {
  readonly path: string;
  readonly runId: string;
  readonly sink: JournalSink;
  readonly warnings: readonly string[];
  /** Why the results stand in a temporary folder. */
  readonly refused?: Error;
}

/**
 * Makes the folder of a new run under an id of its own and points `latest` to it. A reports folder that cannot be written does not
 * stop the run: it works in a temporary folder then, `writeError` says why, and only the verdicts on the terminal remain.
 */
export function openRunDirectory(options: OpenRunOptions): RunDirectory {
  const place = makePlace(options);
  const sides = new SideFiles(join(place.path, SIDES_FOLDER));
  const { sink, path, runId } = place;
  const encoder = new JournalEncoder((text, extension) => sides.write(text, extension));
  const clock = options.environment.monotonicMs;
  const beganMs = clock();
  let seq = 0;
  const append = (event: RunEvent, settings: { readonly sync?: boolean } = {}): JournalRecord => {
    seq += 1;
    const atMs = Math.round((clock() - beganMs) * 1000) / 1000;
    const { line, record } = encoder.encode({ seq, atMs, event });
    sink.append(line);
    if (settings.sync === true) syncAll(sides, sink);
    return record;
  };
  return {
    path,
    runId,
    logDir: join(path, LOGS_FOLDER),
    keptDir: join(path, KEPT_FOLDER),
    warnings: place.warnings,
    append,
    writeSide: (text, extension) => sides.write(text, extension),
    writeError: () => place.refused ?? sides.error() ?? sink.error(),
    read: () => readBack(sides, sink),
    close: () => closeAll(place, sides),
  };
}

function makePlace(options: OpenRunOptions): Place {
  try {
    return makeRunFolder(resolve(options.reportsDir), options.environment);
  } catch (error) {
    const reason = `the run's folder cannot be made in ${options.reportsDir}: ${describeError(error)}`;
    return makeRefuge(options, new RealityError('results-not-written', reason, { cause: error }));
  }
}

function makeRunFolder(reportsDir: string, environment: Environment): Place {
  mkdirSync(reportsDir, { recursive: true });
  const { path, runId } = makeOwnFolder(reportsDir, environment);
  try {
    const sink = fillFolder(path);
    claimRun(path);
    return { path, runId, sink, warnings: moveLatest(reportsDir, runId) };
  } catch (error) {
    rmSync(path, { recursive: true, force: true });
    throw error;
  }
}

// A `latest` that is somebody's folder stays; the run has its own name all the same.
function moveLatest(reportsDir: string, runId: string): readonly string[] {
  try {
    pointLatest(reportsDir, runId);
    return [];
  } catch (error) {
    return [`${join(reportsDir, 'latest')} could not be pointed to this run: ${describeError(error)}`];
  }
}

// mkdir is what decides between two runs of the same millisecond: only one of them makes the folder.
function makeOwnFolder(reportsDir: string, environment: Environment): { path: string; runId: string } {
  for (let attempt = 1; ; attempt += 1) {
    const runId = makeRunId(environment);
    const path = join(reportsDir, runId);
    try {
      mkdirSync(path);
      return { path, runId };
    } catch (error) {
      if (attempt === ATTEMPTS || !isTaken(error)) throw error;
    }
  }
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EEXIST';
}

function makeRefuge(options: OpenRunOptions, refused: RealityError): Place {
  try {
    const path = makeRefugeFolder(options.tmpRoot);
    const sink = fillFolder(path);
    claimRun(path);
    return { path, runId: makeRunId(options.environment), sink, warnings: [], refused };
  } catch (error) {
    throw new RealityError('results-not-written', refused.message, { details: [describeError(error)], cause: error });
  }
}

function fillFolder(path: string): JournalSink {
  for (const folder of [LOGS_FOLDER, KEPT_FOLDER, SIDES_FOLDER]) mkdirSync(join(path, folder));
  return new JournalSink(join(path, JOURNAL_FILE));
}

function syncAll(sides: SideFiles, sink: JournalSink): void {
  sides.flush();
  sides.sync();
  sink.sync();
}

function readBack(sides: SideFiles, sink: JournalSink): ReturnType<RunDirectory['read']> {
  sides.flush();
  sink.flush();
  const bytes = Buffer.concat([sink.read(), ...sink.unwritten()]);
  return readStored(bytes, (name) => sides.read(name));
}

function closeAll(place: Place, sides: SideFiles): void {
  syncAll(sides, place.sink);
  place.sink.close();
  if (place.refused === undefined) releaseRun(place.path);
  else rmSync(place.path, { recursive: true, force: true });
}
