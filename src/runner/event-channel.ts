import { execFile } from 'node:child_process';
import { constants, openSync, readSync } from 'node:fs';
import { Socket } from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';
import { LineSplitter } from './line-splitter.ts';

const CHUNK_BYTES = 64 * 1024;

export interface ChannelListener {
  readonly line: (text: string) => void;
  readonly damage: (why: string, excerpt: string) => void;
}

/** One FIFO, used by one attempt after another. A writer that outlived its attempt is told by its nonce. */
export interface EventChannel {
  readonly path: string;
  readonly listen: (listener: ChannelListener) => void;
  /** Takes what still stands in the pipe; after it the listener hears nothing more. Never waits for an end-of-file. */
  readonly finish: () => void;
  readonly close: () => void;
}

/** Makes several at once, because one `mkfifo` costs as much as a trivial child. */
export async function openChannels(directory: string, count: number): Promise<readonly EventChannel[]> {
  const files = Array.from({ length: count }, (_, index) => path.join(directory, `events-${index + 1}`));
  await promisify(execFile)('mkfifo', ['-m', '600', ...files]);
  return files.map(openChannel);
}

function openChannel(file: string): EventChannel {
  // Read-write: there is always a writer, so no end-of-file; and a suite's open never waits for us.
  const fd = openSync(file, constants.O_RDWR | constants.O_NONBLOCK);
  let listener: ChannelListener | undefined;
  let splitter = new LineSplitter();
  const take = (bytes: Buffer): void => {
    for (const piece of splitter.push(bytes)) {
      if (piece.kind === 'line') listener?.line(piece.text);
      else listener?.damage(piece.why, piece.excerpt);
    }
  };
  const drain = (): void => {
    const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
    for (let bytes = readNow(fd, buffer); bytes > 0; bytes = readNow(fd, buffer)) take(buffer.subarray(0, bytes));
  };
  const socket = new Socket({ fd, readable: true, writable: false });
  socket.on('data', take);
  socket.on('error', (error) => listener?.damage(`the pipe of events failed: ${error.message}`, ''));
  return {
    path: file,
    listen: (next) => {
      drain();
      splitter = new LineSplitter();
      listener = next;
    },
    finish: () => {
      drain();
      const rest = splitter.rest();
      if (rest !== '') listener?.damage('cut off before its end', rest.slice(0, 200));
      listener = undefined;
    },
    close: () => {
      listener = undefined;
      socket.destroy();
    },
  };
}

/** Bytes that are there now; 0 when there are none. */
function readNow(fd: number, buffer: Buffer): number {
  try {
    return readSync(fd, buffer);
  } catch {
    return 0;
  }
}
