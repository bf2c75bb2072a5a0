import { setTimeout as delay } from 'node:timers/promises';
import path from 'node:path';
import type { Environment, Frame, ProcessFact, ProcessIdentity } from '#domain';
import { type SocketFact, listSockets, mapSocketOwners } from './listeners.ts';
import { readNodeFrames } from './node-inspector.ts';
import { type OpenHandle, readNodeHandles } from './node-report.ts';
import {
  type ProcessStat,
  describeStat,
  executableOf,
  listDescendants,
  readProcFile,
  readStat,
} from './read-process.ts';

/** One process of a tree that did not end in time, as it was just before it was stopped. */
export interface HungProcess {
  readonly process: ProcessFact;
  /** As the kernel names it: R runs, S sleeps, D waits for a device, T is stopped. */
  readonly state: string;
  readonly isBusy: boolean;
  /** The kernel function it sleeps in (`ep_poll`, `do_wait`); empty when it runs or may not be seen. */
  readonly waitingIn: string;
  readonly connections: readonly Connection[];
  /** Of a busy Node program, innermost first. */
  readonly frames?: readonly Frame[];
  /** Of an idle Node program that can be asked. */
  readonly handles?: readonly OpenHandle[];
}

export interface Connection {
  readonly protocol: 'tcp' | 'udp';
  readonly remote: string;
  readonly remotePort: number;
  /** Sent by us and not read by the far end, as far as the kernel of this machine knows both. */
  readonly unreadByPeer: number;
  readonly unreadByUs: number;
}

const BUSY_LOOK_MS = 100;
/** Of 10 possible ones in that time; a machine that is crowded leaves a busy loop less than all. */
const BUSY_TICKS = 3;
const ASK_NODE_MS = 1500;
const MAX_ASKED = 4;

/** Where the far end listens when a relay of ours stands before it, by the port of the relay. */
export type Behind = (port: number) => number | undefined;

/** Looks at a process and all below it. Takes 0.1 s, up to 1.6 s while a Node program is asked; never throws. */
export async function takeHangSnapshot(
  environment: Environment,
  root: ProcessIdentity,
  behind?: Behind,
): Promise<readonly HungProcess[]> {
  const before = [readStat(root.pid), ...listDescendants(root.pid)].filter((stat) => stat !== undefined);
  await delay(BUSY_LOOK_MS);
  const connections = readConnections(
    before.map(({ pid }) => pid),
    behind,
  );
  const found = before.flatMap((early) => {
    const stat = readStat(early.pid);
    return stat?.startTime === early.startTime ? [describeHung(early, stat, connections)] : [];
  });
  const asked = found.filter((hung) => isNode(hung.process.pid)).slice(-MAX_ASKED);
  const patience = { signal: new AbortController().signal, deadlineMs: environment.monotonicMs() + ASK_NODE_MS };
  return Promise.all(
    found.map(async (hung): Promise<HungProcess> => {
      if (!asked.includes(hung)) return hung;
      const { pid } = hung.process;
      if (hung.isBusy) {
        const frames = await readNodeFrames(environment, patience, pid);
        return frames === undefined ? hung : { ...hung, frames };
      }
      const handles = await readNodeHandles(environment, patience, pid);
      return handles === undefined ? hung : { ...hung, handles };
    }),
  );
}

function isNode(pid: number): boolean {
  return path.basename(executableOf(pid) ?? '').startsWith('node');
}

function describeHung(
  early: ProcessStat,
  stat: ProcessStat,
  connections: ReadonlyMap<number, readonly Connection[]>,
): HungProcess {
  const wait = readProcFile(`/proc/${stat.pid}/wchan`) ?? '';
  const isBusy = stat.cpuTicks - early.cpuTicks >= BUSY_TICKS || (early.state === 'R' && stat.state === 'R');
  return {
    process: describeStat(stat),
    state: stat.state,
    isBusy,
    waitingIn: wait === '0' || isBusy ? '' : wait,
    connections: connections.get(stat.pid) ?? [],
  };
}

/** Open connections of these processes, each far end once. */
export function readConnections(
  pids: readonly number[],
  behind: Behind = () => undefined,
): ReadonlyMap<number, readonly Connection[]> {
  const owners = mapSocketOwners(pids);
  const sockets = listSockets();
  const found = new Map<number, Connection[]>();
  for (const socket of sockets) {
    const pid = owners.get(socket.inode);
    const connection = pid === undefined ? undefined : describeConnection(socket, sockets, behind);
    if (pid === undefined || connection === undefined) continue;
    const list = found.get(pid) ?? [];
    if (!list.some(({ remote }) => remote === connection.remote)) list.push(connection);
    found.set(pid, list);
  }
  return found;
}

function describeConnection(
  socket: SocketFact,
  sockets: readonly SocketFact[],
  behind: Behind,
): Connection | undefined {
  const { protocol, address, remote, remotePort, unreadBytes: unreadByUs, unsentBytes } = socket;
  if (protocol === 'unix' || remote === undefined || remotePort === undefined) return undefined;
  // On loopback the other side of the conversation stands in the same table.
  const other = sockets.find((one) => one.address === remote && one.remote === address);
  const unreadBehind = findUnread(sockets, behind(remotePort));
  const unreadByPeer = unsentBytes + Math.max(other?.unreadBytes ?? 0, unreadBehind);
  return { protocol, remote, remotePort, unreadByPeer, unreadByUs };
}

/** A relay reads at once: what the far end leaves unread is found at its own sockets, in the worst of its conversations. */
function findUnread(sockets: readonly SocketFact[], port: number | undefined): number {
  if (port === undefined) return 0;
  return Math.max(0, ...sockets.flatMap((one) => (one.port === port && !one.isListening ? [one.unreadBytes] : [])));
}
