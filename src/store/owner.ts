import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseOwner } from './parse-owner.ts';

/** In the folder of a run that is being written. */
export const OWNER_FILE = 'owner.json';

/** Says in the run's folder which process writes it: pid and start time, so that a pid used again is not taken for it. */
export function claimRun(path: string): void {
  const self = readProcess('self');
  if (self !== undefined) writeFileSync(join(path, OWNER_FILE), `${JSON.stringify(self)}\n`);
}

export function releaseRun(path: string): void {
  rmSync(join(path, OWNER_FILE), { force: true });
}

/** True while the process that claimed the run lives. */
export function isLive(path: string): boolean {
  const owner = parseOwner(readText(join(path, OWNER_FILE)) ?? '');
  if (owner === undefined) return false;
  const now = readProcess(String(owner.pid));
  return now?.pid === owner.pid && now.startTime === owner.startTime;
}

/** True while a process of that pid exists and is no zombie. */
export function isProcess(pid: number): boolean {
  return readProcess(String(pid)) !== undefined;
}

/** Pid of this process; 0 where there is no /proc. */
export function ownPid(): number {
  return readProcess('self')?.pid ?? 0;
}

// Field 2 of the file is the program's name in parentheses and may hold anything; field 3 is the state, field 22 the start time.
function readProcess(name: string): { readonly pid: number; readonly startTime: number } | undefined {
  const stat = readText(`/proc/${name}/stat`);
  if (stat === undefined) return undefined;
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const startTime = Number(fields[19]);
  if (fields[0] === 'Z' || fields[0] === 'X' || !Number.isFinite(startTime)) return undefined;
  return { pid: Number.parseInt(stat, 10), startTime };
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
