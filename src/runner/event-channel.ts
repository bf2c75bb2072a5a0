import { execFile, execFileSync } from 'node:child_process';
import { constants, fstatSync, lstatSync, mkdirSync, openSync, readSync, rmSync } from 'node:fs';
import { Socket } from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';
import { RealityError } from '#domain';
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
  try {
    await promisify(execFile)('mkfifo', ['-m', '600', ...files]);
  } catch (error) {
    throw new RealityError('host-not-ready', 'the program mkfifo could not be run', { cause: error });
  }
  return files.map(openChannel);
}

function openChannel(file: string): EventChannel {
  let listener: ChannelListener | undefined;
  let splitter = new LineSplitter();
  const take = (bytes: Buffer): void => {
    for (const piece of splitter.push(bytes)) {
      if (piece.kind === 'line') listener?.line(piece.text);
      else listener?.damage(piece.why, piece.excerpt);
    }
  };
  const open = (): OpenPipe => openPipe(file, take, (why) => listener?.damage(`the pipe of events failed: ${why}`, ''));
  let pipe = open();
  const mend = (): void => {
    if (isAt(file, pipe.fd)) return;
    listener?.damage('the suite removed or replaced the pipe of events', file);
    pipe.socket.destroy();
    remake(file);
    pipe = open();
  };
  return {
    path: file,
    listen: (next) => {
      drain(pipe.fd, take);
      splitter = new LineSplitter();
      listener = next;
    },
    finish: () => {
      drain(pipe.fd, take);
      const rest = splitter.rest();
      if (rest !== '') listener?.damage('cut off before its end', rest.slice(0, 200));
      mend();
      listener = undefined;
    },
    close: () => {
      listener = undefined;
      pipe.socket.destroy();
    },
  };
}

interface OpenPipe {
  readonly fd: number;
  readonly socket: Socket;
}

function openPipe(file: string, take: (bytes: Buffer) => void, fail: (why: string) => void): OpenPipe {
  // Read-write: there is always a writer, so no end-of-file; and a suite's open never waits for us.
  const fd = openSync(file, constants.O_RDWR | constants.O_NONBLOCK);
  const socket = new Socket({ fd, readable: true, writable: false });
  socket.on('data', take);
  socket.on('error', (error) => {
    fail(error.message);
  });
  return { fd, socket };
}

function drain(fd: number, take: (bytes: Buffer) => void): void {
  const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
  for (let bytes = readNow(fd, buffer); bytes > 0; bytes = readNow(fd, buffer)) take(buffer.subarray(0, bytes));
}

function isAt(file: string, fd: number): boolean {
  const found = lstatSync(file, { throwIfNoEntry: false });
  return found?.ino === fstatSync(fd).ino;
}

/** The next suite must not pay for what this one did. */
function remake(file: string): void {
  rmSync(file, { recursive: true, force: true });
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  execFileSync('mkfifo', ['-m', '600', file]);
}

/** Bytes that are there now; 0 when there are none. */
function readNow(fd: number, buffer: Buffer): number {
  try {
    return readSync(fd, buffer);
  } catch {
    return 0;
  }
}
