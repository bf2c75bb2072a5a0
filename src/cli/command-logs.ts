import { existsSync, readdirSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { RealityError } from '#domain';
import { terminalLine } from '#display';
import { findRun } from '#store';
import type { RunEntry } from '#store';
import type { Given } from './given.ts';
import { reportsFolder } from './places.ts';
import type { Shell } from './shell.ts';

const LOOK_EVERY_MS = 100;
const CHUNK_BYTES = 65_536;

/** Prints the logs of a run, one component or all; `-f` goes on until the run ends or Ctrl-C. */
export async function logs(shell: Shell, given: Given): Promise<number> {
  const reports = reportsFolder(shell, given);
  const run = findRun(reports, given.words[0] ?? 'latest', shell.environment.cwd);
  const wanted = given.words[1];
  const tails = new Map<string, number>();
  const interrupted = new AbortController();
  const stopListening = shell.onInterrupt(() => interrupted.abort());
  try {
    await printNew(shell, run, wanted, tails);
    if (tails.size === 0 && !given.flag('follow')) throw noSuchLog(run, wanted);
    while (given.flag('follow') && !interrupted.signal.aborted && isLive(reports, run, shell)) {
      await pause(LOOK_EVERY_MS);
      await printNew(shell, run, wanted, tails);
    }
  } finally {
    stopListening();
  }
  return 0;
}

function isLive(reports: string, run: RunEntry, shell: Shell): boolean {
  return findRun(reports, run.path, shell.environment.cwd).live;
}

function logFiles(run: RunEntry, wanted: string | undefined): readonly string[] {
  const folder = join(run.path, 'logs');
  const names = existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }) : [];
  return names.filter((name) => name.endsWith('.log') && (wanted === undefined || name.includes(wanted))).toSorted();
}

async function printNew(
  shell: Shell,
  run: RunEntry,
  wanted: string | undefined,
  tails: Map<string, number>,
): Promise<void> {
  for (const name of logFiles(run, wanted)) {
    const from = tails.get(name) ?? 0;
    const text = await readFrom(join(run.path, 'logs', name), from);
    const whole = text.slice(0, text.lastIndexOf('\n') + 1);
    tails.set(name, from + Buffer.byteLength(whole));
    for (const line of whole.split('\n').slice(0, -1))
      shell.out(`${name.replace(/\.log$/u, '')} | ${terminalLine(line)}\n`);
  }
}

async function readFrom(path: string, position: number): Promise<string> {
  const file = await open(path, 'r');
  try {
    const parts: Buffer[] = [];
    for (let at = position; ;) {
      const { bytesRead, buffer } = await file.read(Buffer.alloc(CHUNK_BYTES), 0, CHUNK_BYTES, at);
      if (bytesRead === 0) return Buffer.concat(parts).toString('utf8');
      parts.push(buffer.subarray(0, bytesRead));
      at += bytesRead;
    }
  } finally {
    await file.close();
  }
}

function noSuchLog(run: RunEntry, wanted: string | undefined): RealityError {
  const known = logFiles(run, undefined).map((name) => name.replace(/\.log$/u, ''));
  const what = wanted === undefined ? `run ${run.runId} has no log` : `run ${run.runId} has no log of ${wanted}`;
  return new RealityError('usage', what, { details: known.length === 0 ? [] : [`logs: ${known.join(', ')}`] });
}
