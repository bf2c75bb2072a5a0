import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { eventually } from './eventually.ts';
import { stampArguments, withNonce } from './nonce.ts';
import type { MediaMtxClient } from './mediamtx-client.ts';

export interface PublisherOptions {
  /** Address to publish to, e.g. `rtsp://127.0.0.1:8554/camera7`. */
  readonly url: string;
  readonly width?: number;
  readonly height?: number;
  readonly rate?: number;
}

/** A real FFmpeg that encodes a moving test picture and publishes it over RTSP, until it is disposed. */
export interface Publisher extends AsyncDisposable {
  readonly pid: number;
  /** Last words of FFmpeg. */
  readonly said: () => string;
  /** Settles with the exit when FFmpeg ends by itself or is stopped. */
  readonly ended: Promise<{ readonly code: number | null; readonly signal: string | null }>;
}

/** Starts publishing, with the suite's nonce in URL and pictures. Does not wait: the server may refuse, and FFmpeg then ends. */
export function startPublisher(options: PublisherOptions): Publisher {
  const { width = 320, height = 240, rate = 10, url } = options;
  const picture = `-re -f lavfi -i testsrc2=size=${width}x${height}:rate=${rate}`;
  const encode = '-c:v libx264 -preset ultrafast -tune zerolatency -threads 1 -pix_fmt yuv420p -bf 0';
  // One key frame a second: a reader that joins waits for the next one.
  const keys = `-g ${rate}`;
  const input = `-nostdin -v error ${picture} ${encode} ${keys}`.split(' ');
  const output = ['-f', 'rtsp', '-rtsp_transport', 'tcp', withNonce(url)];
  const child = spawn('ffmpeg', [...input, ...stampArguments(), ...output], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said = `${said}${chunk.toString()}`.slice(-4096);
  });
  const ended = new Promise<{ code: number | null; signal: string | null }>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
    child.once('error', () => resolve({ code: null, signal: null }));
  });
  return {
    pid: child.pid ?? 0,
    said: () => said,
    ended,
    [Symbol.asyncDispose]: () => endChild(child, ended),
  };
}

/** Waits until a server has received media on a path: bytes that grow between two looks. */
export async function waitForMedia(server: MediaMtxClient, path: string, withinMs: number): Promise<void> {
  let before: number | undefined;
  await eventually(
    async () => {
      const now = await server.path(path);
      const bytes = now?.inboundBytes ?? 0;
      const grew = now?.ready === true && before !== undefined && bytes > before;
      before = bytes;
      if (!grew) throw new Error(now === undefined ? 'no such path' : `ready ${now.ready}, ${bytes} bytes`);
    },
    { what: `media arriving on ${path}`, withinMs, everyMs: 100 },
  );
}

/** SIGINT lets FFmpeg say goodbye; SIGKILL follows after 2 s. */
async function endChild(child: ChildProcess, ended: Promise<unknown>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  child.kill('SIGINT');
  const kill = setTimeout(() => child.kill('SIGKILL'), 2000);
  await ended.finally(() => clearTimeout(kill));
}
