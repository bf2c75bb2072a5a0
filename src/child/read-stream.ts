import { type ConnectOpts, Socket, type SocketConstructorOpts } from 'node:net';
import type { Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';

const BUFFER_BYTES = 64 * 1024;

/** One captured stream being read. */
export interface StreamReader {
  /** True at end-of-file: nobody holds the other end any more. */
  readonly hasEnded: () => boolean;
  /** Bytes so far. */
  readonly readBytes: () => number;
  /** Stops reading; a process that still writes gets EPIPE. */
  readonly close: () => void;
}

/** Reads a pipe into one buffer that is used again and again; `take` gets a view that is valid during the call. */
export function readPipe(readEnd: number, take: (bytes: Buffer) => void): StreamReader {
  const count = { bytes: 0 };
  const buffer = Buffer.allocUnsafe(BUFFER_BYTES);
  // Documented for the constructor too, but @types/node knows it for `connect` alone.
  const options: SocketConstructorOpts & ConnectOpts = {
    fd: readEnd,
    readable: true,
    writable: false,
    onread: {
      buffer,
      callback: (size) => {
        count.bytes += size;
        take(buffer.subarray(0, size));
        return true;
      },
    },
  };
  const socket = new Socket(options);
  socket.resume();
  return watchStream(socket, count);
}

/** The same for a stream that Node made. */
export function readNodeStream(stream: Readable, take: (bytes: Buffer) => void): StreamReader {
  const count = { bytes: 0 };
  stream.on('data', (bytes: Buffer) => {
    count.bytes += bytes.length;
    take(bytes);
  });
  return watchStream(stream, count);
}

function watchStream(stream: Readable, count: { readonly bytes: number }): StreamReader {
  let ended = false;
  const end = (): void => {
    ended = true;
  };
  stream.once('end', end).once('close', end).on('error', end);
  return { hasEnded: () => ended, readBytes: () => count.bytes, close: () => stream.destroy() };
}

/**
 * After the exit of a child: reads what lies in the pipes and goes on. Never waits for their end, because a grandchild may
 * hold them for ever; what the child itself wrote is there before its exit is seen, so a turn of the loop without a byte is enough.
 */
export async function drainStreams(readers: readonly StreamReader[], isLate: () => boolean): Promise<void> {
  const total = (): number => readers.reduce((sum, reader) => sum + reader.readBytes(), 0);
  for (let quietTurns = 0, seen = total(); quietTurns < 2 && !isLate();) {
    if (readers.every((reader) => reader.hasEnded())) break;
    await nextTurn();
    const now = total();
    quietTurns = now === seen ? quietTurns + 1 : 0;
    seen = now;
  }
  for (const reader of readers) reader.close();
}
