import path from 'node:path';
import { listDescendants, readConnections } from '#child';
import type { Behind, Connection, HungProcess } from '#child';
import { present } from '#domain';
import type { Frame, HangFact, HangPeer, HangReason } from '#domain';
import type { WaitingEvent } from './attempt-intake.ts';

type OwnerOf = (port: number) => string | undefined;

/** What a world knows of ports. */
export interface KnownPorts {
  readonly ownerOf: OwnerOf;
  readonly behind: Behind;
}

const MAX_PEERS = 10;
const MAX_PROCESSES = 10;

/** One fact for each process of a suite whose time was up. */
export function makeHangFacts(snapshot: readonly HungProcess[], ownerOf: OwnerOf): readonly HangFact[] {
  return snapshot.slice(0, MAX_PROCESSES).map((hung) => ({
    kind: 'hang',
    program: nameOf(hung.process.argv),
    doing: doingOf(hung),
    peers: hung.connections.slice(0, MAX_PEERS).map((connection) => makePeer(connection, ownerOf)),
    waitsFor: reasonsOf(hung),
    ...present({ frame: ownFrame(hung.frames ?? []) }),
  }));
}

/** The same of what a framework saw when it gave up a test: the kernel adds how the conversations stood. */
export function makeWaitingFact({ peers, note }: WaitingEvent, pid: number, { ownerOf, behind }: KnownPorts): HangFact {
  const pids = [pid, ...listDescendants(pid).map((stat) => stat.pid)];
  const connections = [...readConnections(pids, behind).values()].flat();
  const told = peers.slice(0, MAX_PEERS).map(({ address, port }): HangPeer => {
    const known = connections.find(({ remotePort }) => remotePort === port);
    if (known !== undefined) return makePeer(known, ownerOf);
    return { address: `${address}:${port}`, unreadByPeer: 0, unreadByUs: 0, ...present({ component: ownerOf(port) }) };
  });
  // As the plug-in names them.
  const waitsFor = [
    ...(note.includes('child process') ? (['child'] as const) : []),
    ...(note.includes('listener') ? (['listener'] as const) : []),
  ];
  return { kind: 'hang', program: 'test process', doing: 'waits', peers: told, waitsFor };
}

/** The innermost frame that is no library's; else the innermost. */
export function ownFrame(frames: readonly Frame[]): Frame | undefined {
  return frames.find(({ file }) => !file.startsWith('node:') && !file.includes('/node_modules/')) ?? frames[0];
}

function makePeer({ remote, remotePort, unreadByPeer, unreadByUs }: Connection, ownerOf: OwnerOf): HangPeer {
  return { address: remote, unreadByPeer, unreadByUs, ...present({ component: ownerOf(remotePort) }) };
}

function nameOf(argv: readonly string[]): string {
  const [program = '', first = ''] = argv.filter((word) => !word.startsWith('--')).map((word) => path.basename(word));
  return `${program} ${first}`.trim().slice(0, 120);
}

function doingOf({ isBusy, frames, state }: HungProcess): HangFact['doing'] {
  if (state === 'T') return 'is-stopped';
  return isBusy || frames !== undefined ? 'computes' : 'waits';
}

/** As libuv names what keeps a program alive. */
const BY_HANDLE: Readonly<Record<string, HangReason>> = {
  process: 'child',
  timer: 'timer',
  tcp: 'listener',
  udp: 'listener',
  tty: 'terminal',
  pipe: 'pipe',
  fs_event: 'file',
  fs_poll: 'file',
};

/** As the kernel names where a process sleeps. */
const BY_SLEEP: readonly (readonly [RegExp, HangReason])[] = [
  [/do_wait|wait4/u, 'child'],
  [/n_tty_read/u, 'terminal'],
  [/pipe_read|pipe_wait|anon_pipe_read/u, 'pipe'],
  [/nanosleep/u, 'timer'],
  [/futex|flock|posix_lock/u, 'lock'],
];

function reasonsOf({ handles = [], waitingIn, isBusy }: HungProcess): readonly HangReason[] {
  if (isBusy) return [];
  const open = handles.filter(({ remotePort }) => remotePort === undefined).map(({ type }) => BY_HANDLE[type]);
  const asleep = BY_SLEEP.find(([pattern]) => pattern.test(waitingIn))?.[1];
  return [...new Set([...open, asleep].filter((reason) => reason !== undefined))];
}
