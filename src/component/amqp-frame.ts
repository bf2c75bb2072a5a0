import type { Decode, Talk } from './talk.ts';

// AMQP 0-9-1 as far as a handshake, one message there and back, and a look at queues need it. Numbers are those of the specification
// (amqp0-9-1.xml): class and method, then the arguments in order.

const FRAME_END = 0xce;
const HEAD_BYTES = 7;
export const METHOD = 1;
export const HEADER = 2;
export const BODY = 3;

export interface Frame {
  readonly type: number;
  readonly channel: number;
  readonly payload: Buffer;
}

export const decodeFrame: Decode<Frame> = (bytes) => {
  if (bytes.length >= 4 && bytes.toString('latin1', 0, 4) === 'AMQP') {
    throw new Error(`it speaks AMQP ${[...bytes.subarray(5, 8)].join('-')}, and 0-9-1 is wanted`);
  }
  if (bytes.length > 0 && (bytes[0] ?? 0) > 8) {
    throw new Error(`no AMQP: it answers ${JSON.stringify(bytes.toString('latin1', 0, 40))}`);
  }
  if (bytes.length < HEAD_BYTES) return undefined;
  const end = HEAD_BYTES + bytes.readUInt32BE(3);
  if (bytes.length <= end) return undefined;
  if (bytes[end] !== FRAME_END) throw new Error('no AMQP: a frame without its end');
  const value = { type: bytes[0] ?? 0, channel: bytes.readUInt16BE(1), payload: bytes.subarray(HEAD_BYTES, end) };
  return { value, usedBytes: end + 1 };
};

export function sendFrame(talk: Talk, type: number, channel: number, payload: Buffer): void {
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeUInt8(type, 0);
  head.writeUInt16BE(channel, 1);
  head.writeUInt32BE(payload.length, 3);
  talk.send(Buffer.concat([head, payload, Buffer.from([FRAME_END])]));
}

/** Arguments of a method, one piece each. */
export const put = {
  octet: (value: number): Buffer => Buffer.from([value]),
  short: (value: number): Buffer => Buffer.from([value >> 8, value & 0xff]),
  long: (value: number): Buffer => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(value);
    return bytes;
  },
  longLong: (value: number): Buffer => {
    const bytes = Buffer.alloc(8);
    bytes.writeBigUInt64BE(BigInt(value));
    return bytes;
  },
  shortText: (text: string): Buffer => Buffer.concat([Buffer.from([Buffer.byteLength(text)]), Buffer.from(text)]),
  longText: (text: string): Buffer => Buffer.concat([put.long(Buffer.byteLength(text)), Buffer.from(text)]),
  emptyTable: (): Buffer => put.long(0),
};

/** Reads a payload from its front. */
export class Take {
  private readonly bytes: Buffer;
  private at = 0;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  octet(): number {
    this.at += 1;
    return this.bytes.readUInt8(this.at - 1);
  }

  short(): number {
    this.at += 2;
    return this.bytes.readUInt16BE(this.at - 2);
  }

  long(): number {
    this.at += 4;
    return this.bytes.readUInt32BE(this.at - 4);
  }

  text(sizeBytes: number): string {
    this.at += sizeBytes;
    return this.bytes.toString('utf8', this.at - sizeBytes, this.at);
  }

  shortText(): string {
    return this.text(this.octet());
  }

  longText(): string {
    return this.text(this.long());
  }

  /** The texts of a table; what else stands in it is passed over. */
  table(): ReadonlyMap<string, string> {
    const end = this.long() + this.at;
    const texts = new Map<string, string>();
    while (this.at < end) {
      const name = this.shortText();
      const type = this.text(1);
      if (type === 'S') texts.set(name, this.longText());
      else this.skip(type);
    }
    return texts;
  }

  private skip(type: string): void {
    // Read first: it moves on by itself.
    const sizeBytes = SIZES[type] ?? this.long();
    this.at += sizeBytes;
  }
}

/** Of the values of a table, in bytes; all others begin with their size. */
const SIZES: Readonly<Record<string, number>> = {
  t: 1,
  b: 1,
  B: 1,
  s: 2,
  u: 2,
  I: 4,
  i: 4,
  f: 4,
  D: 5,
  l: 8,
  L: 8,
  d: 8,
  T: 8,
  V: 0,
};
