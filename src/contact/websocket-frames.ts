import { KeptText } from './kept-text.ts';

const MAX_MESSAGE_BYTES = 16 * 1024;
const MAX_HEAD_BYTES = 14;
const TEXT = 1;
/** From here on: close, ping, pong. They may stand between the parts of a message. */
const CONTROL = 8;

interface Frame {
  readonly isLast: boolean;
  readonly isCompressed: boolean;
  readonly opcode: number;
  readonly mask: Uint8Array | undefined;
  readonly length: number;
}

interface Message {
  readonly opcode: number;
  readonly isCompressed: boolean;
  readonly text: KeptText;
}

/** Reads one direction of a WebSocket as it goes by, and tells each whole text message that can be read. Never throws. */
export class WebSocketFrames {
  readonly #onText: (text: string) => void;
  #head = Buffer.alloc(0);
  #frame: Frame | undefined;
  #seen = 0;
  #message: Message | undefined;

  constructor(onText: (text: string) => void) {
    this.#onText = onText;
  }

  take(bytes: Uint8Array): void {
    let rest = bytes;
    while (rest.length > 0)
      rest = this.#frame === undefined ? this.#takeHead(rest) : this.#takePayload(this.#frame, rest);
  }

  #takeHead(bytes: Uint8Array): Uint8Array {
    const before = this.#head.length;
    this.#head = Buffer.concat([this.#head, bytes.subarray(0, MAX_HEAD_BYTES - before)]);
    const found = readFrame(this.#head);
    if (found === undefined) return bytes.subarray(this.#head.length - before);
    this.#head = Buffer.alloc(0);
    this.#begin(found.frame);
    return bytes.subarray(found.size - before);
  }

  #begin(frame: Frame): void {
    this.#frame = frame;
    this.#seen = 0;
    if (frame.opcode < CONTROL && frame.opcode > 0)
      this.#message = { opcode: frame.opcode, isCompressed: frame.isCompressed, text: new KeptText(MAX_MESSAGE_BYTES) };
    if (frame.length === 0) this.#end(frame);
  }

  #takePayload(frame: Frame, bytes: Uint8Array): Uint8Array {
    const part = bytes.subarray(0, frame.length - this.#seen);
    if (frame.opcode < CONTROL) this.#message?.text.take(unmask(part, frame.mask, this.#seen));
    this.#seen += part.length;
    if (this.#seen === frame.length) this.#end(frame);
    return bytes.subarray(part.length);
  }

  #end({ opcode, isLast }: Frame): void {
    this.#frame = undefined;
    const message = this.#message;
    if (opcode >= CONTROL || !isLast || message === undefined) return;
    this.#message = undefined;
    if (message.opcode === TEXT && !message.isCompressed) this.#onText(message.text.text);
  }
}

/** How many bytes hold the length, by the number that stands in its place. */
const LENGTH_BYTES: ReadonlyMap<number, number> = new Map([
  [126, 2],
  [127, 8],
]);

/** Undefined while bytes of it are still to come. */
function readFrame(head: Buffer): { readonly frame: Frame; readonly size: number } | undefined {
  const [first, second] = head;
  if (first === undefined || second === undefined) return undefined;
  const isMasked = (second & 0x80) !== 0;
  const lengthBytes = LENGTH_BYTES.get(second & 0x7f) ?? 0;
  const size = 2 + lengthBytes + (isMasked ? 4 : 0);
  if (head.length < size) return undefined;
  const frame = {
    isLast: (first & 0x80) !== 0,
    isCompressed: (first & 0x40) !== 0,
    opcode: first & 0x0f,
    mask: isMasked ? Uint8Array.from(head.subarray(size - 4, size)) : undefined,
    length: readLength(head, lengthBytes),
  };
  return { frame, size };
}

function readLength(head: Buffer, lengthBytes: number): number {
  if (lengthBytes === 0) return (head[1] ?? 0) & 0x7f;
  // Of eight bytes the last six are as much as anybody sends.
  return lengthBytes === 2 ? head.readUInt16BE(2) : head.readUIntBE(4, 6);
}

function unmask(bytes: Uint8Array, mask: Uint8Array | undefined, offset: number): Uint8Array {
  if (mask === undefined) return bytes;
  // No more than is kept of a message: the rest is only counted.
  if (offset >= MAX_MESSAGE_BYTES) return bytes;
  return bytes.map((byte, index) => byte ^ (mask[(offset + index) % mask.length] ?? 0));
}
