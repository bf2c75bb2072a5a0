import { readFileSync, readdirSync, readlinkSync } from 'node:fs';

/** One process as /proc tells it, now. */
export interface ProcessFacts {
  readonly pid: number;
  readonly parent: number;
  /** Ticks since boot; with the pid it identifies a process for good. */
  readonly startTime: number;
  readonly name: string;
  /** R running, S sleeping, T stopped, Z zombie … */
  readonly state: string;
  readonly memoryBytes: number;
  readonly descriptors: number;
}

/** Facts of a process, or undefined when it has gone. */
export function readProcess(pid: number): ProcessFacts | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const rest = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return {
      pid,
      parent: Number(rest[1]),
      startTime: Number(rest[19]),
      name: stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')')),
      state: rest[0] ?? '?',
      memoryBytes: residentBytes(pid),
      descriptors: countDescriptors(pid),
    };
  } catch {
    return undefined;
  }
}

/** A process and all that descend from it, the process first; empty when it has gone. */
export function readTree(pid: number): readonly ProcessFacts[] {
  const all = readdirSync('/proc')
    .filter((entry) => /^\d+$/u.test(entry))
    .map((entry) => readProcess(Number(entry)))
    .filter((facts) => facts !== undefined);
  const tree = all.filter((facts) => facts.pid === pid);
  for (const member of tree) tree.push(...all.filter((facts) => facts.parent === member.pid));
  return tree;
}

/** What a tree holds in sum. Zombies hold nothing and are not counted. */
export interface TreeUsage {
  readonly processes: number;
  readonly memoryBytes: number;
  readonly descriptors: number;
  readonly names: readonly string[];
}

export function readUsage(pid: number): TreeUsage {
  const tree = readTree(pid).filter((facts) => facts.state !== 'Z');
  return {
    processes: tree.length,
    memoryBytes: tree.reduce((sum, facts) => sum + facts.memoryBytes, 0),
    descriptors: tree.reduce((sum, facts) => sum + facts.descriptors, 0),
    names: tree.map((facts) => facts.name),
  };
}

/** Whether this very process lives: same pid, same start, no zombie. */
export function isAlive(facts: Pick<ProcessFacts, 'pid' | 'startTime'>): boolean {
  const now = readProcess(facts.pid);
  return now !== undefined && now.startTime === facts.startTime && now.state !== 'Z';
}

/** A listening TCP socket of a process tree, as `address:port`. */
export function readListeners(pid: number): readonly string[] {
  const inodes = new Set(readTree(pid).flatMap((facts) => socketInodes(facts.pid)));
  return [...tcpListeners('/proc/net/tcp'), ...tcpListeners('/proc/net/tcp6')]
    .filter((listener) => inodes.has(listener.inode))
    .map((listener) => listener.address)
    .toSorted();
}

function residentBytes(pid: number): number {
  const match = /^VmRSS:\s+(\d+) kB$/mu.exec(readFileSync(`/proc/${pid}/status`, 'latin1'));
  return Number(match?.[1] ?? 0) * 1024;
}

function countDescriptors(pid: number): number {
  try {
    return readdirSync(`/proc/${pid}/fd`).length;
  } catch {
    return 0;
  }
}

function socketInodes(pid: number): readonly string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).flatMap((fd) => readSocket(`/proc/${pid}/fd/${fd}`));
  } catch {
    return [];
  }
}

function readSocket(link: string): readonly string[] {
  try {
    return /^socket:\[(\d+)\]$/u.exec(readlinkSync(link))?.slice(1) ?? [];
  } catch {
    return [];
  }
}

const LISTEN = '0A';

function tcpListeners(table: string): readonly { readonly address: string; readonly inode: string }[] {
  return readFileSync(table, 'latin1')
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/u))
    .filter((fields) => fields[3] === LISTEN)
    .map((fields) => ({ address: readAddress(fields[1] ?? ''), inode: fields[9] ?? '' }));
}

/** The kernel prints each 32-bit word of an address in the machine's byte order, little-endian on x64 and arm64. */
function readAddress(hex: string): string {
  const [host = '', port = ''] = hex.split(':');
  const bytes = (host.match(/.{8}/gu) ?? []).flatMap((word) => Array.from(Buffer.from(word, 'hex').toReversed()));
  const name =
    bytes.length === 4
      ? bytes.join('.')
      : `[${(Buffer.from(bytes).toString('hex').match(/.{4}/gu) ?? []).map((part) => part.replace(/^0{1,3}/u, '')).join(':')}]`;
  return `${name}:${Number.parseInt(port, 16)}`;
}
