import { KeptText } from './kept-text.ts';

/** First line, headers and the beginning of the body of a message of RTSP. */
export interface RtspMessage {
  readonly line: string;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: KeptText;
}

export interface RtspHearer {
  readonly message: (message: RtspMessage) => void;
  /** Media between the messages, as `$`, channel and length announce it. */
  readonly media: (bytes: number) => void;
  /** It is no RTSP, or none that can be followed; nothing more is told. */
  readonly lost: () => void;
}

const DOLLAR = 0x24;
const LINE_FEED = 0x0a;
const FRAME_HEAD_BYTES = 4;
const MAX_HEAD_BYTES = 16 * 1024;
const MAX_BODY_BYTES = 4096;

/** Reads one direction of a connection as it goes by, cut anywhere. Never throws. */
export class RtspStream {
  readonly #hearer: RtspHearer;
  #frameHead: number[] = [];
  #frameLeft = 0;
  #line = '';
  #lines: string[] = [];
  #headBytes = 0;
  #open: RtspMessage | undefined;
  #bodyLeft = 0;
  #isLost = false;

  constructor(hearer: RtspHearer) {
    this.#hearer = hearer;
  }

  take(bytes: Uint8Array): void {
    let rest = bytes;
    while (rest.length > 0 && !this.#isLost) rest = this.#step(rest);
  }

  #step(bytes: Uint8Array): Uint8Array {
    if (this.#frameLeft > 0) return this.#takeFrame(bytes);
    if (this.#open !== undefined) return this.#takeBody(this.#open, bytes);
    const isBetween = this.#line === '' && this.#lines.length === 0;
    if (this.#frameHead.length > 0 || (isBetween && bytes[0] === DOLLAR)) return this.#takeFrameHead(bytes);
    return this.#takeLine(bytes);
  }

  #takeFrameHead(bytes: Uint8Array): Uint8Array {
    const part = bytes.subarray(0, FRAME_HEAD_BYTES - this.#frameHead.length);
    this.#frameHead.push(...part);
    if (this.#frameHead.length === FRAME_HEAD_BYTES) {
      const [, , high = 0, low = 0] = this.#frameHead;
      this.#frameHead = [];
      this.#frameLeft = high * 256 + low;
      this.#hearer.media(this.#frameLeft);
    }
    return bytes.subarray(part.length);
  }

  #takeFrame(bytes: Uint8Array): Uint8Array {
    const size = Math.min(this.#frameLeft, bytes.length);
    this.#frameLeft -= size;
    return bytes.subarray(size);
  }

  #takeBody(message: RtspMessage, bytes: Uint8Array): Uint8Array {
    const part = bytes.subarray(0, this.#bodyLeft);
    message.body.take(part);
    this.#bodyLeft -= part.length;
    if (this.#bodyLeft === 0) this.#finish(message);
    return bytes.subarray(part.length);
  }

  #takeLine(bytes: Uint8Array): Uint8Array {
    const at = bytes.indexOf(LINE_FEED);
    const part = at === -1 ? bytes : bytes.subarray(0, at);
    this.#headBytes += part.length;
    if (this.#headBytes > MAX_HEAD_BYTES) {
      this.#isLost = true;
      this.#hearer.lost();
      return NOTHING;
    }
    this.#line += Buffer.from(part).toString('latin1');
    if (at === -1) return NOTHING;
    const line = this.#line.replace(/\r$/u, '');
    this.#line = '';
    if (line !== '') this.#lines.push(line);
    else if (this.#lines.length > 0) this.#begin();
    return bytes.subarray(at + 1);
  }

  #begin(): void {
    const [line = '', ...rest] = this.#lines;
    this.#lines = [];
    this.#headBytes = 0;
    const headers = new Map(rest.map(readHeader));
    const message = { line, headers, body: new KeptText(MAX_BODY_BYTES) };
    const length = headers.get('content-length') ?? '0';
    this.#bodyLeft = /^\d{1,7}$/u.test(length) ? Number(length) : 0;
    if (this.#bodyLeft === 0) this.#finish(message);
    else this.#open = message;
  }

  #finish(message: RtspMessage): void {
    this.#open = undefined;
    this.#hearer.message(message);
  }
}

const NOTHING = new Uint8Array(0);

function readHeader(text: string): readonly [string, string] {
  const at = text.indexOf(':');
  return at <= 0 ? ['', text] : [text.slice(0, at).trim().toLowerCase(), text.slice(at + 1).trim()];
}
