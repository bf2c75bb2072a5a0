import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Socket } from 'node:net';
import { createInterface } from 'node:readline';
import type { ControlReply, ControlRequest } from '#domain';
import { CONTROL_VERBS, describeError } from '#domain';

export interface ControlServer {
  /** No request is answered any more. */
  readonly close: () => Promise<void>;
}

/** A Unix socket: one JSON request per line, one JSON reply per line, in the order in which the requests are done. */
export async function startControlServer(
  path: string,
  answer: (request: ControlRequest) => Promise<ControlReply>,
): Promise<ControlServer> {
  const clients = new Set<Socket>();
  const server = createServer((client) => {
    clients.add(client);
    client.once('close', () => clients.delete(client));
    client.on('error', () => client.destroy());
    // Lines tell the errors of what they are read from once more: a client that was killed would end the run.
    const lines = createInterface({ input: client }).on('error', () => client.destroy());
    lines.on('line', (line) => void reply(client, line, answer));
  });
  server.unref();
  server.listen(path);
  await once(server, 'listening');
  return {
    close: async () => {
      for (const client of clients) client.destroy();
      const closed = once(server, 'close');
      server.close();
      await closed;
    },
  };
}

async function reply(
  client: Socket,
  line: string,
  answer: (request: ControlRequest) => Promise<ControlReply>,
): Promise<void> {
  const request = decodeRequest(line);
  const text =
    typeof request === 'string'
      ? { id: 0, ok: false, error: request }
      : await answer(request).catch((error: unknown) => fault(request, error));
  if (!client.destroyed) client.write(`${JSON.stringify(text)}\n`);
}

function fault(request: ControlRequest, error: unknown): ControlReply {
  return { id: request.id, ok: false, error: describeError(error) };
}

/** A sentence about what is wrong with the line, or the request. */
export function decodeRequest(line: string): ControlRequest | string {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return 'the request is not one line of JSON';
  }
  if (typeof value !== 'object' || value === null) return 'the request is not an object';
  const { id, verb, component, entry } = value as Partial<Record<string, unknown>>;
  const known = CONTROL_VERBS.find((each) => each === verb);
  if (typeof id !== 'number') return 'id must be a number';
  if (known === undefined) return `verb must be one of ${CONTROL_VERBS.join(', ')}`;
  if (typeof component !== 'string') return 'component must be the name of a component';
  if (entry !== undefined && typeof entry !== 'string') return 'entry must be a text';
  return entry === undefined ? { id, verb: known, component } : { id, verb: known, component, entry };
}
