import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import type { ListenerFact, ProcessIdentity } from '#domain';
import { identifyProcess, listDescriptors, listPids, readProcFile } from './read-process.ts';

/** One socket as the kernel's tables show it. */
export interface SocketFact {
  readonly protocol: 'tcp' | 'udp' | 'unix';
  readonly inode: number;
  /** `127.0.0.1:8554`, `[::1]:8554`, or the path of a Unix socket (`@name` = abstract). */
  readonly address: string;
  readonly port: number;
  readonly isListening: boolean;
  /** The other end of a connected one. */
  readonly remote?: string;
  readonly remotePort?: number;
  /** Bytes that were sent here and not read, and bytes that were sent from here and have not arrived. */
  readonly unreadBytes: number;
  readonly unsentBytes: number;
}

const TCP_LISTEN = '0A';
const UDP_UNCONNECTED = '07';
const UNIX_ACCEPTS = 0x0001_0000;

/** All sockets of this network namespace. Throws nothing: a table that is missing (no IPv6) is empty. */
export function listSockets(): readonly SocketFact[] {
  return [
    ...readInternet('tcp', '/proc/net/tcp', TCP_LISTEN),
    ...readInternet('tcp', '/proc/net/tcp6', TCP_LISTEN),
    ...readInternet('udp', '/proc/net/udp', UDP_UNCONNECTED),
    ...readInternet('udp', '/proc/net/udp6', UDP_UNCONNECTED),
    ...readUnix(),
  ];
}

/**
 * Only those that wait for others. The kernel lists TCP listeners before the connections, whose table is large and slow to walk
 * (6 ms against 0.1 ms here): reading ends at the first row that is none.
 */
function listListeningSockets(): readonly SocketFact[] {
  const others = [
    ...readInternet('udp', '/proc/net/udp', UDP_UNCONNECTED),
    ...readInternet('udp', '/proc/net/udp6', UDP_UNCONNECTED),
    ...readUnix(),
  ];
  return [...listTcpListeners(), ...others.filter((socket) => socket.isListening)];
}

/** Who takes TCP connections, whatever the address: some 0.1 ms. */
export function listTcpListeners(): readonly SocketFact[] {
  const sockets = [
    ...parseInternet('tcp', readWhile('/proc/net/tcp', TCP_LISTEN), TCP_LISTEN),
    ...(isInUse('TCP6') ? parseInternet('tcp', readWhile('/proc/net/tcp6', TCP_LISTEN), TCP_LISTEN) : []),
  ];
  return sockets.filter(({ isListening }) => isListening);
}

/** Inode → process. `pids` narrows the search; the descriptors of other users' processes cannot be read without root. */
export function mapSocketOwners(pids: readonly number[] = listPids()): ReadonlyMap<number, number> {
  const owners = new Map<number, number>();
  for (const pid of pids) {
    for (const target of listDescriptors(pid)) {
      if (target.startsWith('socket:[')) owners.set(Number(target.slice(8, -1)), pid);
    }
  }
  return owners;
}

/** What listens on this machine, with the process where it may be known. With `pids` only what these hold. */
export function listListeners(pids?: readonly number[]): readonly ListenerFact[] {
  const owners = mapSocketOwners(pids);
  return listListeningSockets().flatMap((socket) => {
    if (pids !== undefined && !owners.has(socket.inode)) return [];
    const { protocol, address } = socket;
    const owner = identifyProcess(owners.get(socket.inode) ?? 0);
    return [owner === undefined ? { protocol, address } : { protocol, address, owner }];
  });
}

export type PortOwner =
  | { readonly kind: 'free' }
  /** Somebody listens but may not be seen by this user. */
  | { readonly kind: 'unknown'; readonly address: string }
  | { readonly kind: 'held'; readonly address: string; readonly owner: ProcessIdentity };

/** Who listens on a port, whatever the address. Looks at `first` (our own processes) before it looks at all. */
export function findPortOwner(protocol: 'tcp' | 'udp', port: number, first: readonly number[] = []): PortOwner {
  const sockets = listListeningSockets().filter((socket) => socket.protocol === protocol && socket.port === port);
  const [socket] = sockets;
  if (socket === undefined) return { kind: 'free' };
  for (const pids of [first, undefined]) {
    const owners = mapSocketOwners(pids);
    for (const { inode, address } of sockets) {
      const owner = identifyProcess(owners.get(inode) ?? 0);
      if (owner !== undefined) return { kind: 'held', address, owner };
    }
  }
  return { kind: 'unknown', address: socket.address };
}

/** All rows but the head. The kernel gives a table a page at a time: one read is not the whole. */
export function readTable(file: string): readonly string[] {
  try {
    return readFileSync(file, 'latin1').split('\n').slice(1);
  } catch {
    return [];
  }
}

/** A table without listeners would be walked to its end for nothing. */
function isInUse(protocol: 'TCP6'): boolean {
  return !(readProcFile('/proc/net/sockstat6') ?? '').includes(`${protocol}: inuse 0\n`);
}

const chunk = Buffer.allocUnsafe(16 * 1024);

/** The kernel fills a page with whole rows: less than that is the end. */
const PAGE_BYTES = 4096;
const LONGEST_ROW_BYTES = 512;

/** Whole rows of a table up to the first in another state. */
function readWhile(file: string, state: string): readonly string[] {
  let descriptor: number;
  try {
    descriptor = openSync(file, 'r');
  } catch {
    return [];
  }
  try {
    let text = '';
    for (let sizeBytes = PAGE_BYTES; sizeBytes > PAGE_BYTES - LONGEST_ROW_BYTES && !hasOtherState(text, state);) {
      sizeBytes = readSync(descriptor, chunk, 0, chunk.length, null);
      text += chunk.toString('latin1', 0, sizeBytes);
    }
    return text
      .slice(0, text.lastIndexOf('\n') + 1)
      .split('\n')
      .slice(1);
  } catch {
    return [];
  } finally {
    closeSync(descriptor);
  }
}

/** Looks at the last whole row alone: the states come in groups. */
function hasOtherState(text: string, state: string): boolean {
  const rows = text.split('\n');
  const last = rows.length < 3 ? '' : (rows.at(-2) ?? '');
  return last !== '' && last.trim().split(/\s+/)[3] !== state;
}

function readInternet(protocol: 'tcp' | 'udp', file: string, listenState: string): readonly SocketFact[] {
  return parseInternet(protocol, readTable(file), listenState);
}

function parseInternet(protocol: 'tcp' | 'udp', rows: readonly string[], listenState: string): readonly SocketFact[] {
  return rows.flatMap((line) => {
    const [, local = '', remote = '', state = '', queues = '', , , , , inode = '0'] = line.trim().split(/\s+/);
    if (local === '') return [];
    const end = parseEnd(local);
    const other = parseEnd(remote);
    const [unsentBytes = 0, unreadBytes = 0] = queues.split(':').map((hex) => Number.parseInt(hex, 16) || 0);
    const isListening = state === listenState;
    const base = { protocol, inode: Number(inode), ...end, isListening, unreadBytes, unsentBytes };
    return [other.port === 0 ? base : { ...base, remote: other.address, remotePort: other.port }];
  });
}

/** `0100007F:1F90`: the address in words of four bytes in the machine's own order (little-endian on x64 and arm64), the port not. */
export function parseEnd(text: string): { readonly address: string; readonly port: number } {
  const [hex = '', portHex = '0'] = text.split(':');
  const port = Number.parseInt(portHex, 16);
  const bytes = Buffer.from(hex, 'hex');
  for (let at = 0; at + 4 <= bytes.length; at += 4) bytes.subarray(at, at + 4).reverse();
  if (bytes.length === 4) return { address: `${bytes.join('.')}:${port}`, port };
  return { address: `[${describeIpv6(bytes)}]:${port}`, port };
}

function describeIpv6(bytes: Buffer): string {
  const groups = Array.from({ length: 8 }, (_, index) => bytes.readUInt16BE(index * 2).toString(16));
  const text = groups.join(':').replace(/(?:^|:)0(?::0)+(?::|$)/, '::');
  const mapped = bytes.subarray(0, 12).equals(Buffer.from('00000000000000000000ffff', 'hex'));
  return mapped ? `::ffff:${bytes.subarray(12).join('.')}` : text;
}

function readUnix(): readonly SocketFact[] {
  return readTable('/proc/net/unix').flatMap((line) => {
    const [, , , flags = '0', , , inode = '0', ...rest] = line.trim().split(/\s+/);
    // Node fills an abstract name up with zeros, which the kernel shows as @.
    const address = rest.join(' ').replace(/@+$/, '');
    if (address === '') return [];
    const isListening = (Number.parseInt(flags, 16) & UNIX_ACCEPTS) !== 0;
    const base = { protocol: 'unix' as const, inode: Number(inode), address, port: 0 };
    return [{ ...base, isListening, unreadBytes: 0, unsentBytes: 0 }];
  });
}
