/** First line and headers of a message of HTTP/1. */
export interface HttpHead {
  readonly line: string;
  /** Names in lower case; repeated ones joined by a comma. */
  readonly headers: ReadonlyMap<string, string>;
}

/** How the body of a message is bounded; `raw` = what follows is no HTTP any more. */
export type HttpFraming =
  | { readonly kind: 'none' | 'chunked' | 'until-close' | 'raw' }
  | { readonly kind: 'length'; readonly bytes: number };

export interface HttpHearer {
  /** Told when the head is complete; says what comes after it. */
  readonly head: (head: HttpHead) => HttpFraming;
  readonly body: (bytes: Uint8Array) => void;
  readonly end: () => void;
  readonly raw: (bytes: Uint8Array) => void;
  /** It is no HTTP, or none that can be followed; nothing more is told. */
  readonly lost: () => void;
}

const MAX_HEAD_BYTES = 32 * 1024;
const MAX_LINE_BYTES = 1024;
const LINE_FEED = 0x0a;

type State = 'head' | 'length' | 'size' | 'data' | 'data-end' | 'trailer' | 'until-close' | 'raw' | 'lost';

/** Reads one direction of a connection as it goes by: messages one after another, cut anywhere. Never throws. */
export class HttpMessages {
  readonly #hearer: HttpHearer;
  #state: State = 'head';
  #line = '';
  #lines: string[] = [];
  #headBytes = 0;
  #left = 0;

  constructor(hearer: HttpHearer) {
    this.#hearer = hearer;
  }

  take(bytes: Uint8Array): void {
    let rest = bytes;
    while (rest.length > 0 && this.#state !== 'lost') rest = this.#step(rest);
  }

  /** The connection is over. */
  close(): void {
    if (this.#state === 'until-close') this.#finish();
    this.#state = 'lost';
  }

  #step(bytes: Uint8Array): Uint8Array {
    switch (this.#state) {
      case 'length':
      case 'data':
        return this.#takeBody(bytes);
      case 'until-close':
        this.#hearer.body(bytes);
        return NOTHING;
      case 'raw':
        this.#hearer.raw(bytes);
        return NOTHING;
      case 'head':
      case 'size':
      case 'data-end':
      case 'trailer':
        return this.#takeLine(bytes);
      case 'lost':
        return NOTHING;
      default:
        return this.#state satisfies never;
    }
  }

  #takeBody(bytes: Uint8Array): Uint8Array {
    const part = bytes.subarray(0, this.#left);
    this.#left -= part.length;
    this.#hearer.body(part);
    if (this.#left === 0 && this.#state === 'length') this.#finish();
    else if (this.#left === 0) this.#state = 'data-end';
    return bytes.subarray(part.length);
  }

  #takeLine(bytes: Uint8Array): Uint8Array {
    const at = bytes.indexOf(LINE_FEED);
    const part = at === -1 ? bytes : bytes.subarray(0, at);
    this.#line += Buffer.from(part).toString('latin1');
    const most = this.#state === 'head' ? MAX_HEAD_BYTES - this.#headBytes : MAX_LINE_BYTES;
    if (this.#line.length > most) {
      this.#lose();
      return NOTHING;
    }
    if (at === -1) return NOTHING;
    const line = this.#line.replace(/\r$/u, '');
    this.#line = '';
    this.#readLine(line);
    return bytes.subarray(at + 1);
  }

  #readLine(line: string): void {
    if (this.#state === 'head') this.#readHead(line);
    else if (this.#state === 'size') this.#readSize(line);
    else if (this.#state === 'data-end') this.#state = 'size';
    else if (line === '') this.#finish();
  }

  #readHead(line: string): void {
    this.#headBytes += line.length;
    // Empty lines before a message are allowed.
    if (line !== '') this.#lines.push(line);
    else if (this.#lines.length > 0) this.#begin();
  }

  #begin(): void {
    const framing = this.#hearer.head(readHead(this.#lines));
    this.#lines = [];
    this.#headBytes = 0;
    if (framing.kind === 'none') this.#hearer.end();
    else if (framing.kind === 'chunked') this.#state = 'size';
    else if (framing.kind === 'length') this.#beginLength(framing.bytes);
    else this.#state = framing.kind;
  }

  #beginLength(bytes: number): void {
    this.#left = bytes;
    if (bytes === 0) this.#hearer.end();
    else this.#state = 'length';
  }

  #readSize(line: string): void {
    const [, digits] = /^\s*([0-9a-f]{1,8})\s*(?:;.*)?$/iu.exec(line) ?? [];
    if (digits === undefined) {
      this.#lose();
      return;
    }
    this.#left = Number.parseInt(digits, 16);
    this.#state = this.#left === 0 ? 'trailer' : 'data';
  }

  #finish(): void {
    this.#state = 'head';
    this.#hearer.end();
  }

  #lose(): void {
    this.#state = 'lost';
    this.#hearer.lost();
  }
}

const NOTHING = new Uint8Array(0);

function readHead([line = '', ...rest]: readonly string[]): HttpHead {
  const headers = new Map<string, string>();
  for (const text of rest) {
    const at = text.indexOf(':');
    if (at <= 0) continue;
    const name = text.slice(0, at).trim().toLowerCase();
    const value = text.slice(at + 1).trim();
    const known = headers.get(name);
    headers.set(name, known === undefined ? value : `${known}, ${value}`);
  }
  return { line, headers };
}
