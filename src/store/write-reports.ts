import { closeSync, fsyncSync, openSync, readdirSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { describeError, RealityError } from '#domain';
import { isProcess, ownPid } from './owner.ts';

const TEMPORARY = /^\.(\d+)-.*\.writing$/u;
const REPORT_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]*$/u;

/**
 * Writes the reports of a run, each in one step: a reader sees the old file or the new one, never half of one, also when the writer is
 * killed. Throws `results-not-written`; files written before the fault stay.
 */
export function writeReports(path: string, files: Readonly<Record<string, string>>): void {
  try {
    removeAbandoned(path);
    for (const [name, text] of Object.entries(files)) writeOne(path, name, text);
    syncFolder(path);
  } catch (error) {
    if (error instanceof RealityError) throw error;
    throw new RealityError('results-not-written', `reports in ${path}: ${describeError(error)}`, { cause: error });
  }
}

function writeOne(path: string, name: string, text: string): void {
  if (!REPORT_NAME.test(name)) throw new Error(`not a report's name: ${name}`);
  const temporary = join(path, `.${ownPid()}-${name}.writing`);
  try {
    writeWhole(temporary, Buffer.from(text));
    renameSync(temporary, join(path, name));
  } finally {
    rmSync(temporary, { force: true });
  }
}

function writeWhole(path: string, bytes: Buffer): void {
  const file = openSync(path, 'w', 0o644);
  try {
    for (let offset = 0; offset < bytes.length;) offset += writeSync(file, bytes, offset);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

// What a killed writer left behind; another writer that lives keeps its own.
function removeAbandoned(path: string): void {
  for (const name of readdirSync(path)) {
    const pid = TEMPORARY.exec(name)?.[1];
    if (pid !== undefined && !isProcess(Number(pid))) rmSync(join(path, name), { force: true });
  }
}

function syncFolder(path: string): void {
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
