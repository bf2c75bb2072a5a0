import { request } from 'node:http';
import type { Duplex } from 'node:stream';

/** The least of RFC 6455 that the inspector of Node needs: text frames from us, whole text messages from it. */
export interface TextSocket {
  readonly send: (text: string) => void;
  readonly close: () => void;
}

const TEXT = 1;
const CONTINUATION = 0;
const FINAL = 0x80;
const MASKED = 0x80;
/** A mask of zeros is a mask: it protects proxies from us, and there is none on loopback. */
const MASK = Buffer.alloc(4);
/** Sixteen bytes of any value (RFC 6455, 4.1). */
const KEY = Buffer.alloc(16, 'r').toString('base64');
const MAX_BUFFER_BYTES = 32 * 1024 * 1024;

/** Rejects when the other side is no WebSocket server or the signal is aborted; after that errors only end the messages. */
export async function openTextSocket(
  url: URL,
  signal: AbortSignal,
  onText: (text: string) => void,
  onClose: () => void = () => undefined,
): Promise<TextSocket> {
  const socket = await upgrade(url, signal);
  const reader = new FrameReader(onText);
  socket.on('error', () => undefined);
  socket.once('close', onClose);
  socket.on('data', (bytes: Buffer) => {
    if (!reader.take(bytes)) socket.destroy();
  });
  signal.addEventListener('abort', () => socket.destroy(), { once: true });
  return {
    send: (text) => socket.write(encodeFrame(text)),
    close: () => socket.destroy(),
  };
}

async function upgrade(url: URL, signal: AbortSignal): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    const headers = {
      Connection: 'Upgrade',
      Upgrade: 'websocket',
      'Sec-WebSocket-Key': KEY,
      'Sec-WebSocket-Version': 13,
    };
    const { hostname, port, pathname, search } = url;
    const call = request({ hostname, port, path: `${pathname}${search}`, headers, signal });
    call.once('upgrade', (_response, socket: Duplex, head: Buffer) => {
      socket.unshift(head);
      resolve(socket);
    });
    call.once('response', (response) => reject(new Error(`no WebSocket there: status ${response.statusCode}`)));
    call.once('error', reject);
    call.end();
  });
}

export function encodeFrame(text: string): Buffer {
  const payload = Buffer.from(text);
  const head = Buffer.alloc(payload.length < 126 ? 2 : 4);
  head[0] = FINAL | TEXT;
  head[1] = MASKED | Math.min(payload.length, 126);
  // Longer than 64 KiB is nothing that we say.
  if (head.length === 4) head.writeUInt16BE(payload.length, 2);
  return Buffer.concat([head, MASK, payload]);
}

/** Joins the frames of a message; control frames are passed over. */
export class FrameReader {
  private readonly onText: (text: string) => void;
  private buffered: Buffer = Buffer.alloc(0);
  private parts: Buffer[] = [];

  constructor(onText: (text: string) => void) {
    this.onText = onText;
  }

  /** False when the peer sends more than anybody should keep. */
  take(bytes: Buffer): boolean {
    this.buffered = this.buffered.length === 0 ? bytes : Buffer.concat([this.buffered, bytes]);
    for (let sizeBytes = this.next(); sizeBytes > 0; sizeBytes = this.next()) {
      this.buffered = this.buffered.subarray(sizeBytes);
    }
    return this.buffered.length < MAX_BUFFER_BYTES && this.parts.length < MAX_BUFFER_BYTES / 1024;
  }

  /** Reads one whole frame and returns its size; 0 = not there yet. */
  private next(): number {
    const { buffered } = this;
    if (buffered.length < 2) return 0;
    const short = buffered.readUInt8(1) & 0x7f;
    const headBytes = { 126: 4, 127: 10 }[short] ?? 2;
    if (buffered.length < headBytes) return 0;
    const payloadBytes = readLength(buffered, short);
    const end = headBytes + payloadBytes;
    if (buffered.length < end) return 0;
    this.read(buffered.readUInt8(0), buffered.subarray(headBytes, end));
    return end;
  }

  private read(first: number, payload: Buffer): void {
    const opcode = first & 0x0f;
    if (opcode !== TEXT && opcode !== CONTINUATION) return;
    this.parts.push(payload);
    if ((first & FINAL) === 0) return;
    const text = Buffer.concat(this.parts).toString('utf8');
    this.parts = [];
    this.onText(text);
  }
}

function readLength(frame: Buffer, short: number): number {
  if (short === 126) return frame.readUInt16BE(2);
  return short === 127 ? Number(frame.readBigUInt64BE(2)) : short;
}
