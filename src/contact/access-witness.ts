import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';

/** One question of a component whether somebody may come in, as MediaMTX asks it (internal/auth/manager.go, `authMethod: http`). */
export interface Access {
  /** Epoch milliseconds. */
  readonly atMs: number;
  /** Component that asked. */
  readonly component: string;
  /** `publish`, `read`, `playback`. */
  readonly action: string;
  readonly path: string;
  readonly protocol: string;
  /** Of the session or connection, made by the component; empty where it has none. */
  readonly id: string;
  /** Of the URL: `run=<nonce>`. */
  readonly query: string;
  readonly ip: string;
}

/** Lets everybody in and writes down who came: outside of the suite and of the service, told by the component itself. */
export interface AccessWitness {
  /** What a component is to ask. */
  readonly urlFor: (component: string) => string;
  readonly accesses: () => readonly Access[];
  /** How many more there were than are kept. */
  readonly unkept: () => number;
  /** Settles with a sentence when it ends although nobody asked it to. A component that cannot ask lets nobody in. */
  readonly lost: Promise<string>;
  readonly close: () => Promise<void>;
}

const HOST = '127.0.0.1';
/** HLS asks for each file of a stream. */
const MAX_ACCESSES = 20_000;
const KNOCK_EVERY_MS = 1000;
const MAX_BODY_BYTES = 64 * 1024;

/** In this process, for a process of its own could be killed by itself. Any free port: it is never told to suites. */
export async function startAccessWitness(nowMs: () => number): Promise<AccessWitness> {
  const accesses: Access[] = [];
  let unkept = 0;
  const keep = (access: Access | undefined): void => {
    if (access === undefined) return;
    if (accesses.length < MAX_ACCESSES) accesses.push(access);
    else unkept += 1;
  };
  const server = createServer((request, response) => {
    void answer(request, response, nowMs()).then(keep);
  });
  const port = await listen(server);
  // An idle connection must not hold up the end of a world, and MediaMTX opens one for each question anyway.
  server.unref();
  const heart = watchPort(port);
  return {
    urlFor: (component) => `http://${HOST}:${port}/${component}`,
    accesses: () => accesses,
    unkept: () => unkept,
    lost: heart.lost,
    close: async () => {
      heart.stop();
      server.closeAllConnections();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}

async function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, HOST, () => {
      // From here on an error (no descriptor left) costs one question, not the witness.
      server.on('error', () => undefined);
      resolve(portOf(server.address()));
    });
  });
}

/** Knocks each second: a server may be out of descriptors, or have lost its own, and hear nothing of it. */
function watchPort(port: number): { readonly lost: Promise<string>; readonly stop: () => void } {
  let beat: NodeJS.Timeout | undefined;
  const lost = new Promise<string>((resolve) => {
    beat = setInterval(() => {
      const socket = connect(port, HOST, () => socket.destroy());
      socket.setTimeout(KNOCK_EVERY_MS * 5, () => socket.destroy(new Error('no answer')));
      socket.once('error', (error) => {
        clearInterval(beat);
        resolve(`the witness at ${HOST}:${port} is gone (${error.message})`);
      });
    }, KNOCK_EVERY_MS).unref();
  });
  return { lost, stop: () => clearInterval(beat) };
}

function portOf(address: AddressInfo | string | null): number {
  return typeof address === 'object' ? (address?.port ?? 0) : 0;
}

async function answer(request: IncomingMessage, response: ServerResponse, atMs: number): Promise<Access | undefined> {
  const body = await readBody(request);
  response.end();
  return parseAccess(body, componentOf(request.url), atMs);
}

/** Whatever comes is answered; what breaks off is empty. */
async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      sizeBytes += chunk.length;
      if (sizeBytes <= MAX_BODY_BYTES) chunks.push(chunk);
    }
  } catch {
    return '';
  }
  return Buffer.concat(chunks).toString('utf8');
}

function componentOf(url: string | undefined): string {
  return (url ?? '').slice(1);
}

/** Undefined for what MediaMTX does not send. */
function parseAccess(body: string, component: string, atMs: number): Access | undefined {
  const told = parseObject(body);
  const [action, path, protocol, id, query, ip] = ['action', 'path', 'protocol', 'id', 'query', 'ip'].map((name) =>
    textOf(told?.[name]),
  );
  if (action === undefined || path === undefined) return undefined;
  return { atMs, component, action, path, protocol: protocol ?? '', id: id ?? '', query: query ?? '', ip: ip ?? '' };
}

function parseObject(body: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
