import { connect } from 'node:net';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Environment, Patience } from '#domain';
import { remainingMs } from '#domain';
import { describeSocketError } from './look-http.ts';

/** Takes as many bytes as it needs from the front; undefined while they are not all there. Throws when they make no sense. */
export type Decode<Value> = (bytes: Buffer) => { readonly value: Value; readonly usedBytes: number } | undefined;

/** A conversation by bytes: nothing in it outlasts the patience it was opened with. */
export interface Talk {
  readonly send: (bytes: Buffer | string) => void;
  /** What the other side says next; rejects when it hangs up or time is over. */
  readonly receive: <Value>(decode: Decode<Value>) => Promise<Value>;
  /** Goes on over another layer, such as TLS, of the same connection. */
  readonly over: (layer: (lower: Duplex) => Promise<Duplex>) => Promise<void>;
}

/** More than any greeting or reply that a probe asks for. */
const MAX_HELD_BYTES = 4 * 1024 * 1024;

export interface TalkInput {
  readonly patience: Patience;
  readonly environment: Environment;
  /** An open connection, or one that opens; ended when the conversation is. */
  readonly open: (signal: AbortSignal) => Promise<Duplex>;
}

/** Opens, converses, and closes whatever happens. Rejects with the plain reason. */
export async function converse<Value>(
  { patience, environment, open }: TalkInput,
  conversation: (talk: Talk) => Promise<Value>,
): Promise<Value> {
  const over = new AbortController();
  const timer = setTimeout(() => over.abort(new Error('no answer in time')), remainingMs(patience, environment));
  const signal = AbortSignal.any([patience.signal, over.signal]);
  const held: { wire?: Duplex } = {};
  try {
    held.wire = await open(signal);
    const line = makeLine(held.wire, signal);
    return await conversation({
      send: (bytes) => void held.wire?.write(bytes),
      receive: async (decode) => line.current.receive(decode),
      over: async (layer) => {
        line.current.release();
        held.wire = await layer(held.wire ?? line.wire);
        line.current = readWire(held.wire, signal);
      },
    });
  } finally {
    clearTimeout(timer);
    held.wire?.destroy();
  }
}

function makeLine(wire: Duplex, signal: AbortSignal): { readonly wire: Duplex; current: Reading } {
  return { wire, current: readWire(wire, signal) };
}

const nothing = (): void => undefined;

interface Reading {
  readonly receive: <Value>(decode: Decode<Value>) => Promise<Value>;
  readonly release: () => void;
}

function readWire(wire: Duplex, signal: AbortSignal): Reading {
  let held: Buffer = Buffer.alloc(0);
  let trouble: Error | undefined;
  let wake = nothing;
  const fail = (error: Error): void => {
    trouble ??= error;
    wake();
  };
  const take = (chunk: Buffer): void => {
    held = Buffer.concat([held, chunk]);
    wake();
  };
  const hungUp = (): void => fail(new Error('the connection was closed'));
  const failed = (error: NodeJS.ErrnoException): void => fail(new Error(describeSocketError(error)));
  const abort = (): void => fail(signal.reason instanceof Error ? signal.reason : new Error('given up'));
  wire.on('data', take);
  wire.once('end', hungUp);
  wire.once('close', hungUp);
  wire.on('error', failed);
  signal.addEventListener('abort', abort, { once: true });
  if (signal.aborted) abort();
  return {
    receive: async (decode) => {
      for (;;) {
        const decoded = decode(held);
        if (decoded !== undefined) {
          held = held.subarray(decoded.usedBytes);
          return decoded.value;
        }
        if (trouble !== undefined) throw trouble;
        if (held.length > MAX_HELD_BYTES) throw new Error('an endless answer');
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
    release: () => {
      wire.off('data', take);
      wire.off('end', hungUp);
      wire.off('close', hungUp);
    },
  };
}

/** A plain connection. Rejects with `ECONNREFUSED 127.0.0.1:5432` and the like. */
export function openTcp(host: string, port: number): (signal: AbortSignal) => Promise<Socket> {
  return async (signal) =>
    new Promise((resolve, reject) => {
      const socket = connect({ host, port });
      const abort = (): void => {
        socket.destroy();
        reject(
          signal.reason instanceof Error
            ? new Error(`no connection to ${host}:${port}: ${signal.reason.message}`)
            : new Error('given up'),
        );
      };
      signal.addEventListener('abort', abort, { once: true });
      if (signal.aborted) abort();
      socket.once('error', (error) => reject(new Error(describeSocketError(error))));
      socket.once('connect', () => {
        signal.removeEventListener('abort', abort);
        resolve(socket);
      });
    });
}

/** One line, without its end; at most `maxBytes`. */
export function decodeLine(maxBytes: number): Decode<string> {
  return (bytes) => {
    const end = bytes.indexOf('\n');
    if (end < 0 && bytes.length > maxBytes)
      throw new Error(`no line in ${maxBytes} bytes: ${JSON.stringify(bytes.toString('latin1', 0, 40))}`);
    if (end < 0) return undefined;
    return { value: bytes.toString('utf8', 0, end).replace(/\r$/u, ''), usedBytes: end + 1 };
  };
}
