import { connect } from 'node:net';
import { z } from 'zod';
import type { Environment, Patience } from '#domain';
import { describeError, remainingMs } from '#domain';
import { parseAddress } from './address.ts';
import type { Probe, ProbeResult } from './kind.ts';
import { describeSocketError, lookHttp } from './look-http.ts';

/** One entry of `ready:`; exactly one of the three addresses is there. */
export interface ReadyEntry {
  readonly http?: string | undefined;
  readonly status?: number | undefined;
  readonly websocket?: string | undefined;
  readonly tcp?: string | undefined;
}

export const readySchema: z.ZodType<ReadyEntry> = z
  .strictObject({
    http: z.string().optional().describe('A URL that must answer.'),
    status: z.int().min(100).max(599).optional().describe('With http: the status that counts; without it any 2xx.'),
    websocket: z.string().optional().describe('A URL that must take a WebSocket handshake.'),
    tcp: z.string().optional().describe('host:port that must take a connection.'),
  })
  .refine((entry) => [entry.http, entry.websocket, entry.tcp].filter((url) => url !== undefined).length === 1, {
    message: 'needs exactly one of http, websocket and tcp',
  })
  .refine((entry) => entry.status === undefined || entry.http !== undefined, { message: 'status belongs to http' });

const CLOSE_LIMIT_MS = 300;

export function makeReadyProbe(entry: ReadyEntry, environment: Environment): Probe {
  if (entry.http !== undefined) return makeHttpProbe(entry.http, entry.status, environment);
  if (entry.websocket !== undefined) return makeWebSocketProbe(entry.websocket, environment);
  return makeTcpProbe(entry.tcp ?? '', environment);
}

/** The port that an entry asks, for the question whose listener it is. */
export function portOfReady(entry: ReadyEntry): number | undefined {
  return parseAddress(entry.http ?? entry.websocket ?? entry.tcp ?? '')?.port;
}

function makeHttpProbe(url: string, status: number | undefined, environment: Environment): Probe {
  return makeProbe(`http ${url}`, async (patience) => {
    const answer = await lookHttp(url, patience, environment);
    const ok = status === undefined ? answer.status >= 200 && answer.status < 300 : answer.status === status;
    return { ok, saw: `status ${answer.status} ${answer.body.slice(0, 200)}`.trim() };
  });
}

function makeTcpProbe(address: string, environment: Environment): Probe {
  return makeProbe(`tcp ${address}`, async (patience) => {
    const { host, port } = parseAddress(address) ?? { host: '' };
    if (port === undefined) return { ok: false, saw: `${address} names no port` };
    const socket = connect({ host, port, timeout: remainingMs(patience, environment) });
    const giveUp = (): unknown => socket.destroy(new Error('given up'));
    patience.signal.addEventListener('abort', giveUp, { once: true });
    try {
      return await new Promise<ProbeResult>((resolve, reject) => {
        socket.once('connect', () => resolve({ ok: true, saw: 'accepts connections' }));
        socket.once('timeout', () => resolve({ ok: false, saw: 'no connection in time' }));
        socket.once('error', (error) => reject(new Error(describeSocketError(error))));
      });
    } finally {
      patience.signal.removeEventListener('abort', giveUp);
      socket.destroy();
    }
  });
}

/** The handshake alone; closed politely and waited for, so that the service does not count us among its clients afterwards. */
function makeWebSocketProbe(url: string, environment: Environment): Probe {
  return makeProbe(`websocket ${url}`, async (patience) => {
    // Not needed by worlds without such a probe.
    const { WebSocket } = await import('ws');
    const socket = new WebSocket(url, { handshakeTimeout: remainingMs(patience, environment) });
    const giveUp = (): void => socket.terminate();
    patience.signal.addEventListener('abort', giveUp, { once: true });
    const closed = new Promise<void>((resolve) => {
      socket.once('close', () => resolve());
    });
    try {
      await new Promise<void>((resolve, reject) => {
        socket.once('open', resolve);
        socket.on('error', (error) => reject(new Error(describeSocketError(error))));
      });
      socket.close(1000);
      const timer = setTimeout(giveUp, CLOSE_LIMIT_MS);
      await closed;
      clearTimeout(timer);
      return { ok: true, saw: 'handshake done' };
    } finally {
      patience.signal.removeEventListener('abort', giveUp);
      socket.terminate();
    }
  });
}

/** A look that throws saw the reason it threw. */
function makeProbe(what: string, look: (patience: Patience) => Promise<ProbeResult>): Probe {
  return {
    what,
    look: async (patience) => {
      try {
        return await look(patience);
      } catch (error) {
        return { ok: false, saw: `last reply ${describeError(error)}` };
      }
    },
  };
}
