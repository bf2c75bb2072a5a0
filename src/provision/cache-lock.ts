import { createHash } from 'node:crypto';
import net from 'node:net';

export interface CacheLock {
  /** Tells those who wait what the owner is doing. */
  readonly tell: (text: string) => void;
  /** Frees the lock. With a text: the work failed, and those who wait take that answer instead of failing again one by one. */
  readonly release: (failure?: string) => void;
}

/** How the owner's work ended, as one who waited learns it. */
export interface OwnerEnd {
  readonly failure?: string;
}

/**
 * A bound abstract socket: it has no file that could be left behind, and the kernel frees it the moment its owner dies.
 * It holds among the processes of one network namespace; across containers that share a folder the rename decides.
 */
export async function tryCacheLock(cacheDir: string, entry: string): Promise<CacheLock | undefined> {
  const waiting = new Set<net.Socket>();
  let latest = '';
  const server = net.createServer((socket) => {
    waiting.add(socket);
    socket.on('error', () => {});
    socket.once('close', () => waiting.delete(socket));
    if (latest !== '') socket.write(latest);
  });
  const isBound = await new Promise<boolean>((resolve) => {
    server.once('listening', () => resolve(true));
    server.once('error', () => resolve(false));
    server.listen(lockName(cacheDir, entry));
  });
  if (!isBound) return undefined;
  return {
    tell: (text) => {
      latest = `doing pid ${process.pid}: ${text}\n`;
      for (const socket of waiting) socket.write(latest);
    },
    release: (failure) => {
      server.close();
      for (const socket of waiting) socket.end(failure === undefined ? '' : `failed ${JSON.stringify(failure)}\n`);
    },
  };
}

/** Waits until the owner has let go or has died; settles at once when there is none any more. */
export async function waitForOwner(
  cacheDir: string,
  entry: string,
  options: { readonly signal: AbortSignal; readonly onDoing: (text: string) => void },
): Promise<OwnerEnd> {
  const socket = net.connect(lockName(cacheDir, entry));
  const end: { failure?: string } = {};
  let rest = '';
  socket.setEncoding('utf8');
  socket.on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line.startsWith('doing ')) options.onDoing(line.slice('doing '.length));
      if (line.startsWith('failed ')) end.failure = String(JSON.parse(line.slice('failed '.length)));
    }
  });
  const stop = (): void => void socket.destroy();
  options.signal.addEventListener('abort', stop, { once: true });
  if (options.signal.aborted) stop();
  await new Promise<void>((resolve) => {
    socket.on('error', () => {});
    socket.once('close', () => resolve());
  });
  options.signal.removeEventListener('abort', stop);
  options.signal.throwIfAborted();
  return end;
}

function lockName(cacheDir: string, entry: string): string {
  const user = process.getuid?.() ?? 'any';
  const id = createHash('sha256').update(`${user}\0${cacheDir}\0${entry}`).digest('hex').slice(0, 32);
  return `\0reality-cache-${id}`;
}
