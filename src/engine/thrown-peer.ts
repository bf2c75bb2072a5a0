// Whom an error could not reach, or lost: errors of connections carry it as properties, in several shapes.

const MAX_DEPTH = 6;
const LAST_RESORT = /\(attempted address(?:es)?: (\[?[\w.:]+\]?:\d+)/u;

/** `127.0.0.1:8002`, or the path of a socket; undefined where the error names nobody. Never throws. */
export function findPeer(thrown: unknown): string | undefined {
  return search(thrown, MAX_DEPTH);
}

/** A property of anything; the getter of a hostile object may throw. */
export function readProperty(from: unknown, key: string): unknown {
  if ((typeof from !== 'object' && typeof from !== 'function') || from === null) return undefined;
  try {
    return Reflect.get(from, key);
  } catch {
    return undefined;
  }
}

function listProperty(from: unknown, key: string): readonly unknown[] {
  const value = readProperty(from, key);
  return Array.isArray(value) ? value : [];
}

function search(error: unknown, depth: number): string | undefined {
  if (depth === 0 || typeof error !== 'object' || error === null) return undefined;
  const own = peerOf(error);
  if (own !== undefined) return own.slice(0, 200);
  const several = listProperty(error, 'errors');
  // Node tries each address of a host; they differ in the family alone.
  const inner = [readProperty(error, 'cause'), ...several.slice(0, 3)];
  for (const one of inner) {
    const found = search(one, depth - 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

function peerOf(error: object): string | undefined {
  const [address, port] = [readProperty(error, 'address'), readProperty(error, 'port')];
  if (typeof address === 'string' && isPort(port)) return join(address, port);
  // A Unix socket: for other calls of the system `path` is any file.
  const path = readProperty(error, 'address') ?? readProperty(error, 'path');
  if (readProperty(error, 'syscall') === 'connect' && typeof path === 'string') return path;
  const socket = readProperty(error, 'socket');
  const [remote, remotePort] = [readProperty(socket, 'remoteAddress'), readProperty(socket, 'remotePort')];
  if (typeof remote === 'string' && isPort(remotePort)) return join(remote, remotePort);
  const message = readProperty(error, 'message');
  return typeof message === 'string' ? LAST_RESORT.exec(message)?.[1] : undefined;
}

function isPort(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 && value <= 65_535;
}

function join(address: string, port: number): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}
