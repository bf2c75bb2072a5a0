import type { IncomingMessage } from 'node:http';
import { request } from 'node:http';
import type { Environment, Patience } from '#domain';
import { remainingMs } from '#domain';

export interface HttpAnswer {
  readonly status: number;
  /** At most 1 MiB; the rest is not read. */
  readonly body: string;
  /** The last of each name. */
  readonly headers: Readonly<Record<string, string>>;
}

const MAX_BODY_BYTES = 1024 * 1024;

/**
 * One GET on a connection of its own; rejects with the plain reason (`ECONNREFUSED 127.0.0.1:20001`, `no answer in time`).
 * node:http and not undici: a probe runs in the first milliseconds of a world, and undici costs 100 ms at import.
 */
export async function lookHttp(url: string, patience: Patience, environment: Environment): Promise<HttpAnswer> {
  const start = url.startsWith('https:') ? (await import('node:https')).request : request;
  return new Promise((resolve, reject) => {
    const asked = start(url, { agent: false, signal: patience.signal, headers: { accept: '*/*' } });
    const timer = setTimeout(
      () => asked.destroy(new Error(`no answer from ${url} in time`)),
      remainingMs(patience, environment),
    );
    asked.once('close', () => clearTimeout(timer));
    asked.once('error', (error: NodeJS.ErrnoException) => reject(new Error(describeSocketError(error))));
    asked.once('response', (response) => {
      readBody(response).then(
        (body) => resolve({ status: response.statusCode ?? 0, body, headers: readHeaders(response) }),
        reject,
      );
    });
    asked.end();
  });
}

/** `ECONNREFUSED 127.0.0.1:20001` rather than `connect ECONNREFUSED …`; also for the aggregate that `localhost` gives. */
export function describeSocketError(error: NodeJS.ErrnoException): string {
  if (error instanceof AggregateError) {
    return error.errors.map((each: NodeJS.ErrnoException) => describeSocketError(each)).join(', ');
  }
  return error.message.replace(/^connect (?=E[A-Z]+ )/u, '') || error.code || error.name;
}

function readHeaders({ headers }: IncomingMessage): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? (value.at(-1) ?? '') : (value ?? '')]),
  );
}

async function readBody(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    sizeBytes += chunk.length;
    if (sizeBytes >= MAX_BODY_BYTES) break;
  }
  return Buffer.concat(chunks).toString('utf8');
}
