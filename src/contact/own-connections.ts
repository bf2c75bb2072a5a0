import { subscribe } from 'node:diagnostics_channel';
import { Socket } from 'node:net';

/** The kernel remembers a closed connection for a minute; one may have been open for long. */
const KEPT = 20_000;

const ports = new Set<number>();
let isWatching = false;

/**
 * Ports from which this process itself spoke: its looks at components are nobody's contact, and of a connection that was closed the kernel
 * tells no owner. From the first call on.
 */
export function watchOwnConnections(): ReadonlySet<number> {
  if (isWatching) return ports;
  isWatching = true;
  subscribe('net.client.socket', (message) => {
    if (typeof message !== 'object' || message === null || !('socket' in message)) return;
    const { socket } = message;
    if (socket instanceof Socket) socket.once('connect', () => note(socket.localPort));
  });
  return ports;
}

function note(port: number | undefined): void {
  if (port === undefined) return;
  // The newest stand last: a number that was used again is new.
  ports.delete(port);
  ports.add(port);
  for (const oldest of ports) {
    if (ports.size <= KEPT) break;
    ports.delete(oldest);
  }
}
