import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { Environment } from '#domain';
import type { Response } from 'undici';

export interface FetchLimits {
  readonly connectMs: number;
  /** From the request to the first byte of the answer, and between two bytes. */
  readonly silenceMs: number;
  /** Fewer bytes per second than this, taken over `paceWindowMs`, and it is given up. */
  readonly leastBytesPerSecond: number;
  readonly paceWindowMs: number;
  readonly maxBytes: number;
}

/** A release is about 30 MB. Who cannot connect in three seconds is offline or behind a wall: the build is next. */
export const FETCH_LIMITS: FetchLimits = {
  connectMs: 3_000,
  silenceMs: 15_000,
  leastBytesPerSecond: 10_000,
  paceWindowMs: 30_000,
  maxBytes: 200_000_000,
};

export interface FetchOptions {
  readonly environment: Environment;
  readonly signal: AbortSignal;
  readonly limits: FetchLimits;
  readonly onProgress?: (receivedBytes: number, totalBytes: number | undefined) => void;
}

export interface Fetched {
  readonly sha256: string;
  readonly sizeBytes: number;
}

/**
 * Fetches an address into a new file, following redirects, through the proxy of the environment if it names one.
 *
 * @throws with the reason: no connection, a status other than 200, silence, too slow, cut off, too big.
 */
export async function fetchFile(address: string, target: string, options: FetchOptions): Promise<Fetched> {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  await using handle = await open(target, 'wx');
  await fetchBody(address, options, async (chunk, totalBytes) => {
    hash.update(chunk);
    sizeBytes += chunk.length;
    await handle.writeFile(chunk);
    options.onProgress?.(sizeBytes, totalBytes);
  });
  await handle.sync();
  return { sha256: hash.digest('hex'), sizeBytes };
}

/** The same for a short text. Gives also the address that answered in the end. */
export async function fetchText(
  address: string,
  options: FetchOptions,
): Promise<{ readonly text: string; readonly address: string }> {
  const chunks: Buffer[] = [];
  const final = await fetchBody(address, options, async (chunk) => void chunks.push(chunk));
  return { text: Buffer.concat(chunks).toString('utf8'), address: final };
}

type OnChunk = (chunk: Buffer, totalBytes: number | undefined) => Promise<void>;

async function fetchBody(address: string, options: FetchOptions, onChunk: OnChunk): Promise<string> {
  // Loaded only when something is fetched: the import alone costs a tenth of a second.
  const { Agent, EnvHttpProxyAgent, fetch } = await import('undici');
  const { limits } = options;
  const timing = {
    connect: { timeout: limits.connectMs },
    headersTimeout: limits.silenceMs,
    bodyTimeout: limits.silenceMs,
  };
  const proxies = readProxies(options.environment);
  const dispatcher = proxies === undefined ? new Agent(timing) : new EnvHttpProxyAgent({ ...timing, ...proxies });
  const pace = startPaceWatch(limits);
  const signal = AbortSignal.any([options.signal, pace.signal]);
  try {
    const response = await fetch(address, { dispatcher, signal });
    if (response.status !== 200) throw new Error(`${address} answers with status ${response.status}`);
    await readBody(response, { limits, onChunk, onBytes: pace.add });
    return response.url;
  } catch (error) {
    throw pace.signal.aborted ? pace.signal.reason : error;
  } finally {
    pace.stop();
    await dispatcher.destroy();
  }
}

async function readBody(
  response: Response,
  sink: { readonly limits: FetchLimits; readonly onChunk: OnChunk; readonly onBytes: (count: number) => void },
): Promise<void> {
  const stated = Number(response.headers.get('content-length') ?? Number.NaN);
  const totalBytes = Number.isFinite(stated) ? stated : undefined;
  let sizeBytes = 0;
  const body: AsyncIterable<Uint8Array> | undefined = response.body ?? undefined;
  if (body === undefined) return;
  for await (const chunk of body) {
    const bytes = Buffer.from(chunk);
    sizeBytes += bytes.length;
    sink.onBytes(bytes.length);
    if (sizeBytes > sink.limits.maxBytes) throw new Error(`more than ${sink.limits.maxBytes} bytes`);
    await sink.onChunk(bytes, totalBytes);
  }
}

/** A server that trickles never falls silent, so the pace is looked at as well. */
function startPaceWatch(limits: FetchLimits): {
  readonly signal: AbortSignal;
  readonly add: (count: number) => void;
  readonly stop: () => void;
} {
  const controller = new AbortController();
  let received = 0;
  const timer = setInterval(() => {
    const bytesPerSecond = Math.round((received * 1000) / limits.paceWindowMs);
    received = 0;
    if (bytesPerSecond >= limits.leastBytesPerSecond) return;
    controller.abort(new Error(`too slow: ${bytesPerSecond} bytes per second over ${limits.paceWindowMs} ms`));
  }, limits.paceWindowMs);
  return {
    signal: controller.signal,
    add: (count) => {
      received += count;
    },
    stop: () => clearInterval(timer),
  };
}

function readProxies(
  environment: Environment,
): { readonly httpProxy: string; readonly httpsProxy: string; readonly noProxy: string } | undefined {
  const read = (name: string): string => environment.env[name] ?? environment.env[name.toUpperCase()] ?? '';
  const httpProxy = read('http_proxy');
  const httpsProxy = read('https_proxy') || httpProxy;
  return httpProxy === '' && httpsProxy === '' ? undefined : { httpProxy, httpsProxy, noProxy: read('no_proxy') };
}
