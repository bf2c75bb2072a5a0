import { closeSync, openSync, readFileSync, readSync, readdirSync, readlinkSync } from 'node:fs';
import type { ProcessFact, ProcessIdentity } from '#domain';

/** One line of /proc/PID/stat. All ticks are clock ticks (100 per second on every Linux that Node supports). */
export interface ProcessStat extends ProcessIdentity {
  /** Name of the executable, cut by the kernel at 15 characters. */
  readonly name: string;
  /** R running, S sleeping, D waiting for a device, T stopped, t traced, Z zombie. */
  readonly state: string;
  readonly parentPid: number;
  readonly group: number;
  readonly session: number;
  /** 0 = no controlling terminal. */
  readonly terminal: number;
  readonly isKernelThread: boolean;
  readonly cpuTicks: number;
  /** Of children that ended and were waited for. */
  readonly reapedCpuTicks: number;
  readonly residentBytes: number;
  /** Bottom of its stack: the same in a process and what it forked, another one after each exec. */
  readonly stackStart: string;
}

export const TICKS_PER_SECOND = 100;
const PF_KTHREAD = 0x0020_0000;
const AT_PAGESZ = 6n;

const pageSizeBytes = readPageSize();
const buffer = Buffer.allocUnsafe(64 * 1024);

/** The auxiliary vector is pairs of machine words; arm64 kernels come with pages of 4, 16 or 64 KiB. */
function readPageSize(): number {
  try {
    const vector = readFileSync('/proc/self/auxv');
    for (let at = 0; at + 16 <= vector.length; at += 16) {
      if (vector.readBigUInt64LE(at) === AT_PAGESZ) return Number(vector.readBigUInt64LE(at + 8));
    }
  } catch {
    // No /proc: not Linux. Nothing of this module is used there.
  }
  return 4096;
}

/** A small file of /proc by the cheapest way (no fstat, one buffer); undefined when the process has gone or is not ours to read. */
export function readProcFile(file: string): string | undefined {
  let descriptor: number;
  try {
    descriptor = openSync(file, 'r');
  } catch {
    return undefined;
  }
  try {
    const sizeBytes = readSync(descriptor, buffer, 0, buffer.length, 0);
    if (sizeBytes < buffer.length) return buffer.toString('latin1', 0, sizeBytes);
    return readFileSync(file, 'latin1');
  } catch {
    return undefined;
  } finally {
    closeSync(descriptor);
  }
}

export function listPids(): readonly number[] {
  const pids: number[] = [];
  for (const entry of readdirSync('/proc')) {
    const first = entry.charCodeAt(0);
    if (first > 47 && first < 58) pids.push(Number(entry));
  }
  return pids;
}

/** Undefined when there is no such process. A zombie is still returned, with state Z. */
export function readStat(pid: number): ProcessStat | undefined {
  const text = readProcFile(`/proc/${pid}/stat`);
  return text === undefined ? undefined : parseStat(text);
}

/** The name may hold spaces and brackets, so the fields are counted from the last closing bracket (man 5 proc). */
export function parseStat(text: string): ProcessStat | undefined {
  const open = text.indexOf('(');
  const close = text.lastIndexOf(')');
  if (open < 0 || close < open) return undefined;
  const fields = text.slice(close + 2).split(' ');
  const field = (number: number): number => Number(fields[number - 3]);
  return {
    pid: Number.parseInt(text, 10),
    name: text.slice(open + 1, close),
    state: fields[0] ?? '?',
    parentPid: field(4),
    group: field(5),
    session: field(6),
    terminal: field(7),
    isKernelThread: (field(9) & PF_KTHREAD) !== 0,
    cpuTicks: field(14) + field(15),
    reapedCpuTicks: field(16) + field(17),
    startTime: field(22),
    residentBytes: field(24) * pageSizeBytes,
    // Larger than what a number holds exactly.
    stackStart: fields[25] ?? '0',
  };
}

/** Zombies answer `kill(pid, 0)` but run nothing any more. */
export function isRunning(stat: ProcessStat): boolean {
  return stat.state !== 'Z' && stat.state !== 'X';
}

/** The identity of a running process; undefined when it has gone or is a zombie. */
export function identifyProcess(pid: number): ProcessIdentity | undefined {
  const stat = readStat(pid);
  return stat === undefined || !isRunning(stat) ? undefined : { pid: stat.pid, startTime: stat.startTime };
}

/** True while this very process runs, not another that got its number. */
export function isAlive(identity: ProcessIdentity): boolean {
  return identifyProcess(identity.pid)?.startTime === identity.startTime;
}

/** Who a process is, for texts; undefined when it has gone or is a zombie. */
export function readProcess(pid: number): ProcessFact | undefined {
  const stat = readStat(pid);
  return stat === undefined || !isRunning(stat) ? undefined : describeStat(stat);
}

export function describeStat(stat: ProcessStat): ProcessFact {
  const argv = readArgv(stat.pid);
  return {
    pid: stat.pid,
    startTime: stat.startTime,
    parentPid: stat.parentPid,
    argv: argv.length === 0 ? [`[${stat.name}]`] : argv,
  };
}

export function readArgv(pid: number): readonly string[] {
  const text = readProcFile(`/proc/${pid}/cmdline`) ?? '';
  return splitNul(Buffer.from(text, 'latin1').toString('utf8'));
}

/** Undefined when it cannot be read (another user's process); empty in the instant of an exec. */
export function readEnviron(pid: number): readonly string[] | undefined {
  const text = readProcFile(`/proc/${pid}/environ`);
  return text === undefined ? undefined : splitNul(text);
}

function splitNul(text: string): readonly string[] {
  if (text === '') return [];
  return (text.endsWith('\0') ? text.slice(0, -1) : text).split('\0');
}

/** Absolute path of the program that really runs; undefined when it cannot be read. A deleted file ends in ` (deleted)`. */
export function executableOf(pid: number): string | undefined {
  return readLink(`/proc/${pid}/exe`);
}

export function readLink(file: string): string | undefined {
  try {
    return readlinkSync(file);
  } catch {
    return undefined;
  }
}

/** Targets of all open descriptors: paths, `socket:[inode]`, `pipe:[inode]`. Empty when they cannot be read. */
export function listDescriptors(pid: number): readonly string[] {
  const directory = `/proc/${pid}/fd`;
  let numbers: readonly string[];
  try {
    numbers = readdirSync(directory);
  } catch {
    return [];
  }
  return numbers.flatMap((number) => readLink(`${directory}/${number}`) ?? []);
}

/** Clock ticks since boot, now: the scale of `startTime`. */
export function nowTicks(): number {
  const uptime = readProcFile('/proc/uptime') ?? '0';
  return Math.floor(Number.parseFloat(uptime) * TICKS_PER_SECOND);
}

/** This process and all that called it, up to pid 1: never to be killed as a stray. */
export function listAncestors(): ReadonlySet<number> {
  const ancestors = new Set<number>([1]);
  for (let pid = process.pid; pid > 1 && !ancestors.has(pid);) {
    ancestors.add(pid);
    pid = readStat(pid)?.parentPid ?? 0;
  }
  return ancestors;
}

/** False when all that is left of a group are zombies that nobody has waited for: these answer `kill(-group, 0)` too. */
export function isGroupRunning(group: number): boolean {
  return listPids().some((pid) => {
    const stat = readStat(pid);
    return stat?.group === group && isRunning(stat);
  });
}

/** All running processes below one, whatever their session; only those still linked by parents, so sample early. */
export function listDescendants(root: number): readonly ProcessStat[] {
  const stats = listPids().flatMap((pid) => readStat(pid) ?? []);
  const inside = new Set([root]);
  const found: ProcessStat[] = [];
  for (let grew = true; grew;) {
    grew = false;
    for (const stat of stats) {
      if (inside.has(stat.pid) || !inside.has(stat.parentPid)) continue;
      inside.add(stat.pid);
      grew = true;
      if (isRunning(stat)) found.push(stat);
    }
  }
  return found;
}
