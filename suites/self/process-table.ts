import { readFileSync, readdirSync, readlinkSync } from 'node:fs';

// The machine's processes as these tests see them: read here once more, so that a fault of the product cannot hide itself.

export interface ProcessRow {
  readonly pid: number;
  readonly parentPid: number;
  /** In clock ticks since boot; with the pid it names a process for ever. */
  readonly startTime: number;
}

/** Everybody that runs now; who has ended and was not yet waited for does not run. */
export function readTable(): readonly ProcessRow[] {
  return listPids().flatMap((pid) => readRow(pid) ?? []);
}

/** The same as it comes and goes: who is known is not read again, and keeps the parent that he was met with. */
export function followTable(): () => readonly ProcessRow[] {
  let known = new Map<number, ProcessRow>();
  return () => {
    const rows = listPids().flatMap((pid) => known.get(pid) ?? readRow(pid) ?? []);
    known = new Map(rows.map((row) => [row.pid, row]));
    return rows;
  };
}

function listPids(): readonly number[] {
  return readdirSync('/proc').flatMap((name) => (/^\d+$/u.test(name) ? [Number(name)] : []));
}

export function readRow(pid: number): ProcessRow | undefined {
  const stat = readText(`/proc/${pid}/stat`);
  if (stat === undefined) return undefined;
  // The name stands in parentheses and may hold anything.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
  return { pid, parentPid: Number(fields[1]), startTime: Number(fields[19]) };
}

/** `123 sleep 300`, for messages. */
export function describeRow({ pid }: ProcessRow): string {
  return `${pid} ${(readText(`/proc/${pid}/cmdline`) ?? '').replaceAll('\0', ' ').trim()}`;
}

/** True when arguments, variables, working directory or program of the process lie below the folder. */
export function belongsTo(folder: string, { pid }: ProcessRow): boolean {
  const texts = [readText(`/proc/${pid}/cmdline`), readText(`/proc/${pid}/environ`)];
  const links = [readLink(`/proc/${pid}/cwd`), readLink(`/proc/${pid}/exe`)];
  return [...texts, ...links].some((text) => text?.includes(folder) === true);
}

/** The most memory that the process ever held, in bytes; 0 when it has gone. */
export function readPeakBytes(pid: number): number {
  const match = /^VmHWM:\s+(\d+) kB$/mu.exec(readText(`/proc/${pid}/status`) ?? '');
  return match === null ? 0 : Number(match[1]) * 1024;
}

/** Pid of the child of `parent` whose arguments match; undefined while there is none. */
export function findChild(parent: number, pattern: RegExp): number | undefined {
  const children = readTable().filter((row) => row.parentPid === parent);
  return children.find((row) => pattern.test(describeRow(row)))?.pid;
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function readLink(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}
