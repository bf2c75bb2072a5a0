import { randomBytes } from 'node:crypto';
import { request } from 'node:http';
import type { Socket } from 'node:net';
import { endOfThrown, recordAsked } from './exchanges.ts';

/** A WebSocket after its handshake, without anything that would keep the protocol: for frames that no library sends. */
export interface RawWebSocket extends AsyncDisposable {
  readonly write: (bytes: Buffer) => void;
  /** All bytes received since the handshake. */
  readonly received: () => Buffer;
  /** Settles when the server has closed or reset the connection. */
  readonly ended: Promise<void>;
  /** Ends reading without closing. */
  readonly stopReading: () => void;
}

/** Performs the opening handshake by hand and hands over the bare connection. */
export async function openRawWebSocket(url: string, withinMs = 5000): Promise<RawWebSocket> {
  const asked = request(url.replace(/^ws/u, 'http'), {
    headers: {
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': randomBytes(16).toString('base64'),
    },
    timeout: withinMs,
  });
  const { socket, head } = await new Promise<{ socket: Socket; head: Buffer }>((resolve, reject) => {
    asked.once('upgrade', (_response, upgraded: Socket, first: Buffer) => resolve({ socket: upgraded, head: first }));
    asked.once('response', (response) => reject(new Error(`${url} refused the handshake with ${response.statusCode}`)));
    asked.once('timeout', () => asked.destroy(new Error(`${url} did not answer the handshake within ${withinMs} ms`)));
    asked.once('error', reject);
    asked.end();
  }).catch((cause: unknown) => {
    const isOverdue = cause instanceof Error && cause.message.includes('did not answer');
    recordAsked({ protocol: 'websocket', url, method: 'connect', request: '' })(endOfThrown(cause, isOverdue));
    throw cause;
  });
  return overSocket(socket, head);
}

function overSocket(socket: Socket, head: Buffer): RawWebSocket {
  const chunks = [head];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  socket.on('error', () => undefined);
  const ended = new Promise<void>((resolve) => {
    socket.once('close', () => resolve());
  });
  return {
    write: (bytes) => {
      socket.write(bytes);
    },
    received: () => Buffer.concat(chunks),
    ended,
    stopReading: () => {
      socket.pause();
    },
    [Symbol.asyncDispose]: async () => {
      socket.destroy();
      await ended;
    },
  };
}

export interface FrameOptions {
  readonly payload: Buffer;
  /** 1 text, 2 binary, 8 close, 9 ping, 10 pong; others are reserved. Default 1. */
  readonly opcode?: number;
  /** Clients must mask; false breaks the rule. Default true. */
  readonly masked?: boolean;
  /** Reserved bits 0..7, which must be 0. */
  readonly reserved?: number;
  readonly final?: boolean;
  /** Length written into the header instead of the true one. */
  readonly claimedLength?: number;
}

/** The bytes of one WebSocket frame, right or wrong (RFC 6455, section 5.2). */
export function makeFrame(options: FrameOptions): Buffer {
  const first = ((options.final ?? true) ? 0x80 : 0) | ((options.reserved ?? 0) << 4) | (options.opcode ?? 1);
  const isMasked = options.masked ?? true;
  const header = Buffer.concat([
    Buffer.from([first]),
    encodeLength(options.claimedLength ?? options.payload.length, isMasked ? 0x80 : 0),
  ]);
  if (!isMasked) return Buffer.concat([header, options.payload]);
  const mask = randomBytes(4);
  return Buffer.concat([header, mask, options.payload.map((byte, index) => byte ^ (mask[index % 4] ?? 0))]);
}

/** The shortest of the three forms, as the protocol demands. */
function encodeLength(length: number, maskBit: number): Buffer {
  if (length < 126) return Buffer.from([maskBit | length]);
  const long = Buffer.alloc(length < 65_536 ? 3 : 9);
  long[0] = maskBit | (length < 65_536 ? 126 : 127);
  if (length < 65_536) long.writeUInt16BE(length, 1);
  else long.writeBigUInt64BE(BigInt(length), 1);
  return long;
}
