import { listSockets, mapSocketOwners } from '#child';
import type { WaitingEvent } from './attempt-intake.ts';

type OwnerOf = (port: number) => string | undefined;

/** `127.0.0.1:8554 (component mediamtx)`: the name that a person knows beside the number that the kernel knows. */
export function describePeer(address: string, port: number, ownerOf: OwnerOf): string {
  const owner = ownerOf(port);
  return owner === undefined ? `${address}:${port}` : `${address}:${port} (component ${owner})`;
}

/** What the framework itself saw when it gave a test up. */
export function describeWaiting(event: WaitingEvent, ownerOf: OwnerOf): string {
  const peers = event.peers.map(({ address, port }) => describePeer(address, port, ownerOf));
  const what = [...peers.map((peer) => `connected to ${peer}`), ...(event.note === '' ? [] : [event.note])];
  return what.length === 0 ? 'waiting with no open connection' : `waiting, ${what.join(', ')}`;
}

/** Connections of a process tree, each with the component that it leads to. */
export function describeConnections(pids: readonly number[], ownerOf: OwnerOf): readonly string[] {
  const owners = mapSocketOwners(pids);
  const peers = listSockets().flatMap((socket) =>
    owners.has(socket.inode) && socket.remote !== undefined && socket.remotePort !== undefined
      ? [describePeer(socket.remote.slice(0, socket.remote.lastIndexOf(':')), socket.remotePort, ownerOf)]
      : [],
  );
  return [...new Set(peers)];
}
