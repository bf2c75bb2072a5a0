import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';

/** The right to use one port number on this host, for TCP and UDP; gone at once when its holder dies. */
export interface PortLease {
  readonly port: number;
  readonly release: () => Promise<void>;
}

const ASK_LIMIT_MS = 500;

/** Abstract Unix sockets live in the network namespace, as ports do, and leave no file behind. */
function lockName(port: number): string {
  return `\0reality-port-${port}`;
}

/** Undefined when another holder has it. `holder` is one line that a waiting world is told. */
export async function holdPort(port: number, holder: string): Promise<PortLease | undefined> {
  const server = createServer((waiting) => {
    waiting.on('error', () => undefined);
    waiting.unref();
    // Stays open: its end tells the waiting world that the port is free again.
    waiting.write(`${holder}\n`);
    waiters.add(waiting);
    waiting.once('close', () => waiters.delete(waiting));
  });
  const waiters = new Set<ReturnType<typeof connect>>();
  server.unref();
  try {
    server.listen(lockName(port));
    await once(server, 'listening');
  } catch {
    return undefined;
  }
  return {
    port,
    release: async () => {
      for (const waiting of waiters) waiting.destroy();
      const closed = once(server, 'close');
      server.close();
      await closed;
    },
  };
}

/** Who holds a port, by its own words; `released` settles when it may be free. */
export interface PortHolder {
  readonly text: string;
  readonly released: Promise<void>;
  readonly forget: () => void;
}

/** Undefined when nobody holds the lease (any more). */
export async function askPortHolder(port: number): Promise<PortHolder | undefined> {
  const socket = connect(lockName(port));
  const released = once(socket, 'close').then(
    () => undefined,
    () => undefined,
  );
  const forget = (): void => {
    socket.destroy();
  };
  const answer = new Promise<string | undefined>((resolve) => {
    const timer = setTimeout(() => resolve('a holder that does not answer'), ASK_LIMIT_MS);
    const settle = (text: string | undefined): void => {
      clearTimeout(timer);
      resolve(text);
    };
    socket.once('data', (bytes: Buffer) => settle(bytes.toString('utf8').trim()));
    socket.once('error', () => settle(undefined));
    socket.once('close', () => settle(undefined));
  });
  const text = await answer;
  if (text === undefined) return undefined;
  return { text, released, forget };
}

/** Whether TCP and UDP can be bound on loopback now: get-port looks at TCP alone. */
export async function isPortFree(port: number, host: string): Promise<boolean> {
  return (await canListenTcp(port, host)) && (await canBindUdp(port, host));
}

async function canListenTcp(port: number, host: string): Promise<boolean> {
  const server = createServer();
  try {
    server.listen({ port, host, exclusive: true });
    await once(server, 'listening');
    return true;
  } catch {
    return false;
  } finally {
    server.close();
  }
}

async function canBindUdp(port: number, host: string): Promise<boolean> {
  const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
  try {
    socket.bind({ port, address: host, exclusive: true });
    await once(socket, 'listening');
    return true;
  } catch {
    return false;
  } finally {
    socket.close();
  }
}
