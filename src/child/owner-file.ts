import { closeSync, constants, fstatSync, openSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ProcessIdentity } from '#domain';
import { asObject, parseJson } from './json-value.ts';
import { identifyProcess, readProcFile } from './read-process.ts';

const OWNER_FILE = '.reality';
/** Ours is a line; whoever planted a large one is not obeyed. */
const MAX_BYTES = 4096;

/** Who made a temporary directory, and how to find what he started. */
export interface DirectoryOwner extends ProcessIdentity {
  /** `NAME=value` of the run or world. */
  readonly marker: string;
  /** Start times count from the boot, so they say nothing about another one. */
  readonly bootId: string;
  /** Pids of another container say nothing here, although its temporary folder may be the same. */
  readonly pidNamespace: string;
}

/** Says whose a private directory is, so that a later run can find and remove what a killed one left. */
export function writeOwnerFile(directory: string, marker: string): void {
  const identity = identifyProcess(process.pid) ?? { pid: process.pid, startTime: 0 };
  const owner: DirectoryOwner = { ...identity, marker, ...readPlace() };
  writeFileSync(path.join(directory, OWNER_FILE), `${JSON.stringify(owner)}\n`, { mode: 0o600, flag: 'wx' });
}

/** The directory is nobody's from now on: no sweep of dead runs takes it. */
export function removeOwnerFile(directory: string): void {
  rmSync(path.join(directory, OWNER_FILE), { force: true });
}

/** Undefined for a directory that is not ours: no such file, a link, another user's, another shape. */
export function readOwnerFile(directory: string): DirectoryOwner | undefined {
  let descriptor: number;
  try {
    // Whoever put a FIFO there is not waited for.
    descriptor = openSync(
      path.join(directory, OWNER_FILE),
      constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK,
    );
  } catch {
    return undefined;
  }
  try {
    const stat = fstatSync(descriptor);
    if (!stat.isFile() || stat.uid !== process.getuid?.() || stat.size > MAX_BYTES) return undefined;
    return decodeOwner(parseJson(readFileSync(descriptor, 'utf8')));
  } catch {
    return undefined;
  } finally {
    closeSync(descriptor);
  }
}

function decodeOwner(value: unknown): DirectoryOwner | undefined {
  const { pid, startTime, marker, bootId, pidNamespace } = asObject(value);
  if (!isPositive(pid) || !isPositive(startTime)) return undefined;
  if (typeof marker !== 'string' || !/^\w+=[^:]/.test(marker)) return undefined;
  if (typeof bootId !== 'string' || typeof pidNamespace !== 'string') return undefined;
  return { pid, startTime, marker, bootId, pidNamespace };
}

function isPositive(value: unknown): value is number {
  return typeof value === 'number' && value > 0;
}

/** The boot and the pid namespace in which this process's numbers mean something. */
export function readPlace(): Pick<DirectoryOwner, 'bootId' | 'pidNamespace'> {
  const bootId = (readProcFile('/proc/sys/kernel/random/boot_id') ?? '').trim();
  return { bootId, pidNamespace: readNamespace() };
}

function readNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return '';
  }
}
