import type { ExchangeFact } from '#domain';
import { RtspStream } from './rtsp-stream.ts';
import type { RtspMessage } from './rtsp-stream.ts';
import type { OnWireExchange, WireConversation, WireDirection, WireEnd, WireReader } from './wire.ts';

const MAX_TEXT = 1000;
const MAX_OPEN = 100;
/** Who goes away sooner was not kept waiting. */
const PATIENCE_MS = 300;
/** A source sends at least so often, or it shows nothing. */
const MEDIA_PATIENCE_MS = 1000;

interface Request {
  readonly method: string;
  readonly path: string;
  readonly atMs: number;
  /** The answer to it has come, and media are to follow over the same connection. */
  awaitsMedia?: boolean;
  isTold?: boolean;
}

/**
 * RTSP: each request with what it was answered, by its number (CSeq). A PLAY whose media come over the same connection has its answer when the
 * first of them comes; without any it is `silent`, though it was answered with 200. Media of their own ports are not seen here.
 */
export function openRtspReader(about: WireConversation, onExchange: OnWireExchange): WireReader {
  const conversation = new RtspConversation(about, onExchange);
  return {
    take: (direction, chunk, atMs) => {
      conversation.take(direction, chunk, atMs);
    },
    end: (how, atMs) => {
      conversation.end(how, atMs);
    },
    look: (atMs) => {
      conversation.look(atMs);
    },
    calls: () => conversation.calls,
  };
}

type Told = Pick<ExchangeFact, 'end' | 'answer' | 'code'>;

class RtspConversation {
  readonly #about: WireConversation;
  readonly #onExchange: OnWireExchange;
  readonly #asked: RtspStream;
  readonly #answered: RtspStream;
  /** By number. */
  readonly #open = new Map<string, Request>();
  #isInterleaved = false;
  #isLost = false;
  #nowMs = 0;
  calls = 0;

  constructor(about: WireConversation, onExchange: OnWireExchange) {
    this.#about = about;
    this.#onExchange = onExchange;
    const lost = (): void => void (this.#isLost = true);
    this.#asked = new RtspStream({ message: (message) => this.#ask(message), media: () => undefined, lost });
    this.#answered = new RtspStream({
      message: (message) => {
        this.#answer(message);
      },
      media: () => {
        this.#beginMedia();
      },
      lost,
    });
  }

  take(direction: WireDirection, chunk: Uint8Array, atMs: number): void {
    if (this.#isLost) return;
    this.#nowMs = atMs;
    (direction === 'asked' ? this.#asked : this.#answered).take(chunk);
  }

  end(how: WireEnd, atMs: number): void {
    this.#nowMs = atMs;
    if (how === 'refused') return;
    this.#tellOpen(true);
    this.#open.clear();
  }

  look(atMs: number): void {
    this.#nowMs = atMs;
    this.#tellOpen(false);
  }

  #ask({ line, headers }: RtspMessage): void {
    const [, method, target] = /^([A-Z_]{3,20}) (\S{1,2000}) RTSP\/[12]\.0$/u.exec(line) ?? [];
    const number = headers.get('cseq');
    if (method === undefined || target === undefined || number === undefined) return;
    if (this.#open.size >= MAX_OPEN) return;
    const path = target.replace(/^rtsps?:\/\/[^/?#]*/iu, '').replace(/[?#].*$/u, '') || '/';
    this.#open.set(number, { method: `${method} ${path}`, path, atMs: this.#nowMs });
  }

  #answer({ line, headers, body }: RtspMessage): void {
    const status = readStatus(line);
    const number = headers.get('cseq') ?? '';
    const request = this.#open.get(number);
    if (status < 200 || request === undefined) return;
    this.calls += 1;
    if (isInterleaved(headers)) this.#isInterleaved = true;
    if (status < 400 && this.#isInterleaved && request.method.startsWith('PLAY ')) {
      request.awaitsMedia = true;
      return;
    }
    this.#open.delete(number);
    this.#tell(request, { end: status >= 400 ? 'error' : 'answered', code: String(status), answer: body.text });
  }

  #beginMedia(): void {
    for (const [number, request] of this.#open) {
      if (request.awaitsMedia !== true) continue;
      this.#open.delete(number);
      this.#tell(request, { end: 'answered', code: '200', answer: 'media' });
    }
  }

  /** What has been open for so long, once; when all is over, whatever is open. */
  #tellOpen(isOver: boolean): void {
    for (const request of this.#open.values()) {
      const awaitsMedia = request.awaitsMedia === true;
      const isLate = this.#nowMs - request.atMs >= (awaitsMedia ? MEDIA_PATIENCE_MS : PATIENCE_MS);
      if (request.isTold === true || !(isOver || isLate)) continue;
      if (isLate)
        this.#tell(request, { end: 'silent', answer: awaitsMedia ? 'answered with 200, and no media came' : '' });
      else if (awaitsMedia) this.#tell(request, { end: 'answered', code: '200', answer: '' });
      // Who says that it goes may go: players do not wait for the answer to that.
      else if (!request.method.startsWith('TEARDOWN ')) this.#tell(request, { end: 'closed', answer: '' });
      request.isTold = true;
    }
  }

  #tell({ method, path, atMs, isTold }: Request, told: Told): void {
    // Late is not never: that it was silent for so long stands there already.
    if (isTold === true && told.end === 'answered') return;
    const { address, component, from } = this.#about;
    const who = { address, component, ...(from === undefined ? {} : { from }) };
    const tookMs = Math.max(0, this.#nowMs - atMs);
    const about = { kind: 'exchange', protocol: 'rtsp', path, request: '', tookMs } as const;
    const answer = told.answer.slice(0, MAX_TEXT);
    this.#onExchange({ atMs, fact: { ...about, ...who, ...told, method: method.slice(0, MAX_TEXT), answer } });
  }
}

/** 0 for what is no answer: a server may ask as well. */
function readStatus(line: string): number {
  return Number(/^RTSP\/[12]\.0 (\d{3})(?: |$)/u.exec(line)?.[1] ?? 0);
}

/** Media are to come between the messages. */
function isInterleaved(headers: RtspMessage['headers']): boolean {
  return /interleaved=/iu.test(headers.get('transport') ?? '');
}
