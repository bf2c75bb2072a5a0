import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describeError, RealityError } from '#domain';
import type { RunEvent, WriteSide } from '#domain';
import { JournalEncoder } from '#journal';
import { makeRunId } from './run-id.ts';
import { SideFiles, SIDES_FOLDER } from './side-files.ts';

const JOURNAL = 'events.ndjson';

export interface ImportRequest {
  /** `reports/`; absolute. Made when absent. */
  readonly reportsDir: string;
  /** Milliseconds since 1970: when the foreign run began. */
  readonly startedAtMs: number;
  /** Of everything that was imported, in hex: with the start it makes the id, so that the same files make the same run. */
  readonly hash: string;
  /** The facts in their order, with milliseconds since the start; called once. */
  readonly tell: (place: ImportPlace) => Iterable<{ readonly atMs: number; readonly event: RunEvent }>;
}

export interface ImportPlace {
  readonly runId: string;
  readonly writeSide: WriteSide;
  /** Writes below `logs/` of the run; returns the path as the journal names it. */
  readonly writeLog: (name: string, text: string) => string;
}

/**
 * Writes the journal of a run that we did not observe into `reports/<runId>/`, in one step, and returns that folder. Nothing of it comes
 * from this machine or this moment: the same files give the same bytes, and a second import finds the first. `latest` stays where it is.
 * Throws `results-not-written`.
 */
export function storeImport(request: ImportRequest): string {
  const reportsDir = resolve(request.reportsDir);
  const runId = idOf(request);
  const path = join(reportsDir, runId);
  const draft = join(reportsDir, `.${runId}.${process.pid}.tmp`);
  try {
    rmSync(draft, { recursive: true, force: true });
    for (const folder of ['logs', 'kept', SIDES_FOLDER]) mkdirSync(join(draft, folder), { recursive: true });
    writeDraft(draft, runId, request);
    if (holdsSame(path, draft)) return path;
    rmSync(path, { recursive: true, force: true });
    renameSync(draft, path);
    return path;
  } catch (error) {
    if (error instanceof RealityError) throw error;
    const message = `the imported run cannot be written to ${path}: ${describeError(error)}`;
    throw new RealityError('results-not-written', message, { cause: error });
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

function idOf({ startedAtMs, hash }: ImportRequest): string {
  return makeRunId({ wallClockMs: () => startedAtMs, randomHex: (sizeBytes) => hash.slice(0, sizeBytes * 2) });
}

function writeDraft(draft: string, runId: string, { tell }: ImportRequest): void {
  const sides = new SideFiles(join(draft, SIDES_FOLDER));
  const writeSide: WriteSide = (text, extension) => sides.write(text, extension);
  const writeLog = (name: string, text: string): string => {
    writeFileSync(join(draft, 'logs', name), text);
    return `logs/${name}`;
  };
  const encoder = new JournalEncoder(writeSide);
  const lines: string[] = [];
  for (const { atMs, event } of tell({ runId, writeSide, writeLog }))
    lines.push(encoder.encode({ seq: lines.length + 1, atMs, event }).line);
  const fault = sides.error();
  if (fault !== undefined) throw fault;
  writeFileSync(join(draft, JOURNAL), lines.join(''));
}

/** Another version of this program tells the same files otherwise: then the newer word replaces the older. */
function holdsSame(path: string, draft: string): boolean {
  if (!existsSync(join(path, JOURNAL))) return false;
  return hashOf(join(path, JOURNAL)) === hashOf(join(draft, JOURNAL));
}

function hashOf(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}
