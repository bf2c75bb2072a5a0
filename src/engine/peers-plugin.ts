// Runs inside a child. What keeps the process alive, as Node itself knows it: sockets by their far end, children, listeners.

import { readFileSync, readdirSync } from 'node:fs';
import type { Server } from 'node:net';

const MAX_PEERS = 10;

interface Peers {
  readonly peers: readonly { readonly address: string; readonly port: number }[];
  readonly note: string;
}

/** Undocumented in Node, stable since 0.x: without it (another runtime) there is simply nothing to say. */
export function findPeers(): Peers {
  // Loaded only now: most attempts never need them, and each would pay.
  const { ChildProcess } = process.getBuiltinModule('node:child_process');
  const net = process.getBuiltinModule('node:net');
  const handles = listHandles();
  const sockets = handles.filter((handle) => handle instanceof net.Socket);
  const peers = sockets.flatMap(({ remoteAddress, remotePort }) =>
    remoteAddress === undefined || remotePort === undefined ? [] : [{ address: remoteAddress, port: remotePort }],
  );
  const children = handles.filter((handle) => handle instanceof ChildProcess).map(({ pid }) => `child process ${pid}`);
  const servers = handles.filter((handle) => handle instanceof net.Server).map(describeServer);
  return { peers: peers.slice(0, MAX_PEERS), note: [...children, ...servers].slice(0, MAX_PEERS).join(', ') };
}

function listHandles(): readonly unknown[] {
  const list: unknown = Reflect.get(process, '_getActiveHandles');
  const handles: unknown = typeof list === 'function' ? list.call(process) : undefined;
  return Array.isArray(handles) ? handles : [];
}

function describeServer(server: Server): string {
  const address = server.address();
  return address !== null && typeof address === 'object' ? `listener on port ${address.port}` : 'listener';
}

/**
 * Children of this process that still live. Told before the end, because after it they are nobody's: one that dropped our marker
 * and began a session of its own could no longer be told from a stranger's.
 */
export function listChildren(): readonly number[] {
  try {
    const threads = readdirSync('/proc/self/task');
    const lists = threads.map((thread) => readFileSync(`/proc/self/task/${thread}/children`, 'utf8'));
    return lists
      .flatMap((list) => list.trim().split(' '))
      .filter(Boolean)
      .map(Number);
  } catch {
    return [];
  }
}
