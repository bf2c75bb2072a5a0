import { keepHeaders } from '#domain';
import type { ExchangeFact, KeptHeaders } from '#domain';
import { HttpMessages } from './http-message.ts';
import type { HttpFraming, HttpHead } from './http-message.ts';
import { KeptText } from './kept-text.ts';
import { RpcTalk } from './rpc-talk.ts';
import type { OnWireExchange, WireConversation, WireDirection, WireEnd, WireReader } from './wire.ts';
import { WebSocketFrames } from './websocket-frames.ts';

/** More than a fact keeps. */
const MAX_BODY_BYTES = 4096;
const MAX_TEXT = 1000;
const MAX_OPEN = 100;
/** Who goes away sooner was not kept waiting. */
const PATIENCE_MS = 300;

interface Request {
  readonly method: string;
  readonly path: string;
  readonly isHead: boolean;
  readonly upgrades: boolean;
  readonly atMs: number;
  readonly headers: KeptHeaders;
  readonly body: KeptText;
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly encoding: string;
  readonly headers: KeptHeaders;
  readonly body: KeptText;
}

/** HTTP/1.1 and, where it changes to a WebSocket, JSON-RPC over that. Anything else is passed over. */
export function openWireReader(conversation: WireConversation, onExchange: OnWireExchange): WireReader {
  const conversationReader = new Conversation(conversation, onExchange);
  return {
    take: (direction, chunk, atMs) => {
      conversationReader.take(direction, chunk, atMs);
    },
    end: (how, atMs) => {
      conversationReader.end(how, atMs);
    },
    look: (atMs) => {
      conversationReader.look(atMs);
    },
    calls: () => conversationReader.calls,
  };
}

class Conversation {
  readonly #about: WireConversation;
  readonly #onExchange: OnWireExchange;
  readonly #asked: HttpMessages;
  readonly #answered: HttpMessages;
  readonly #requests: Request[] = [];
  readonly #rpc = new RpcTalk();
  readonly #fromClient: WebSocketFrames;
  readonly #fromServer: WebSocketFrames;
  readonly #told = new WeakSet<object>();
  #answer: Answer | undefined;
  #path = '';
  #nowMs = 0;
  #isLost = false;
  calls = 0;

  constructor(about: WireConversation, onExchange: OnWireExchange) {
    this.#about = about;
    this.#onExchange = onExchange;
    const lost = (): void => void (this.#isLost = true);
    this.#fromClient = new WebSocketFrames((text) => {
      this.#rpc.ask(text, this.#nowMs);
    });
    this.#fromServer = new WebSocketFrames((text) => {
      this.#takeRpcAnswer(text);
    });
    this.#asked = new HttpMessages({
      head: (head) => this.#beginRequest(head),
      body: (bytes) => this.#requests.at(-1)?.body.take(bytes),
      end: () => undefined,
      raw: (bytes) => {
        this.#fromClient.take(bytes);
      },
      lost,
    });
    this.#answered = new HttpMessages({
      head: (head) => this.#beginAnswer(head),
      body: (bytes) => this.#answer?.body.take(bytes),
      end: () => {
        this.#endAnswer();
      },
      raw: (bytes) => {
        this.#fromServer.take(bytes);
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
    if (how === 'refused') {
      this.#tell({ protocol: 'http', method: 'connect', request: '', end: 'refused', answer: '' }, atMs);
      return;
    }
    if (!this.#isLost) this.#answered.close();
    this.#tellOpen(0);
    this.#requests.length = 0;
    this.#rpc.clear();
  }

  look(atMs: number): void {
    this.#nowMs = atMs;
    if (!this.#isLost) this.#tellOpen(PATIENCE_MS);
  }

  /** What has been open for so long, once. */
  #tellOpen(leastMs: number): void {
    const asked = this.#requests.map((one) => ({
      key: one,
      protocol: 'http' as const,
      request: one.body.text,
      heard: { requestHeaders: one.headers },
      ...one,
    }));
    const called = this.#rpc.open.map((one) => ({ key: one, protocol: 'json-rpc' as const, heard: {}, ...one }));
    for (const { key, protocol, method, request, heard, atMs } of [...asked, ...called]) {
      const openMs = this.#nowMs - atMs;
      if (openMs < leastMs || this.#told.has(key)) continue;
      this.#told.add(key);
      const end = openMs >= PATIENCE_MS ? 'silent' : 'closed';
      this.#tell({ protocol, method, request, end, answer: '', ...heard }, atMs);
    }
  }

  #beginRequest({ line, headers }: HttpHead): HttpFraming {
    const [, method, target] = /^([A-Z]{3,20}) (\S{1,4000}) HTTP\/1\.[01]$/u.exec(line) ?? [];
    if (method === undefined || target === undefined || this.#requests.length >= MAX_OPEN) return this.#lose();
    const path = target.replace(/^https?:\/\/[^/]*/iu, '');
    const upgrades = headers.has('upgrade');
    this.#requests.push({
      method: `${method} ${path}`,
      path: path.replace(/[?#].*$/u, ''),
      isHead: method === 'HEAD',
      upgrades,
      atMs: this.#nowMs,
      headers: keepHeaders(headers),
      body: new KeptText(MAX_BODY_BYTES),
    });
    if (upgrades && /websocket/iu.test(headers.get('upgrade') ?? '')) return { kind: 'raw' };
    return frameOf(headers) ?? { kind: 'none' };
  }

  #beginAnswer({ line, headers }: HttpHead): HttpFraming {
    const status = Number(/^HTTP\/1\.[01] (\d{3})(?: |$)/u.exec(line)?.[1] ?? 0);
    const [request] = this.#requests;
    if (status === 0 || request === undefined) return this.#lose();
    if (status === 101) return this.#upgrade(request);
    // 100 Continue, 103 Early Hints: the answer is still to come.
    if (status < 200) return { kind: 'none' };
    this.#answer = makeAnswer(status, headers);
    if (request.isHead || WITHOUT_BODY.has(status)) return { kind: 'none' };
    return frameOf(headers) ?? { kind: 'until-close' };
  }

  #upgrade({ path, upgrades }: Request): HttpFraming {
    this.#requests.shift();
    this.#path = path;
    return upgrades ? { kind: 'raw' } : this.#lose();
  }

  #endAnswer(): void {
    const answer = this.#answer;
    if (answer === undefined) return;
    this.#answer = undefined;
    const request = this.#requests.shift();
    if (request === undefined) return;
    this.calls += 1;
    const { method, path, headers: requestHeaders, body, atMs } = request;
    const about = { protocol: 'http', method, path, request: body.text, requestHeaders } as const;
    const end = answer.status >= 400 ? 'error' : 'answered';
    const told = { code: String(answer.status), answer: textOf(answer), answerHeaders: answer.headers };
    this.#tell({ ...about, end, ...told }, atMs);
  }

  #takeRpcAnswer(text: string): void {
    const ended = this.#rpc.answer(text);
    const notice = ended === undefined ? this.#rpc.notice(text) : undefined;
    if (notice !== undefined) {
      const about = { protocol: 'json-rpc', path: this.#path, request: '', answer: text } as const;
      this.#tell({ ...about, ...notice, end: 'told' }, this.#nowMs);
    }
    if (ended === undefined) return;
    this.calls += 1;
    const { method, request, answer, code, atMs } = ended;
    const about = { protocol: 'json-rpc', method, path: this.#path, request, answer } as const;
    this.#tell(code === undefined ? { ...about, end: 'answered' } : { ...about, end: 'error', code }, atMs);
  }

  #tell(told: Omit<ExchangeFact, 'kind' | 'address' | 'component' | 'from' | 'tookMs'>, atMs: number): void {
    const { address, component, from } = this.#about;
    const [method, request, answer] = [told.method, told.request, told.answer].map((text) => text.slice(0, MAX_TEXT));
    const cut = { method: method ?? '', request: request ?? '', answer: answer ?? '' };
    const who = { address, component, ...(from === undefined ? {} : { from }) };
    this.#onExchange({
      atMs,
      fact: { kind: 'exchange', ...told, ...cut, ...who, tookMs: Math.max(0, this.#nowMs - atMs) },
    });
  }

  #lose(): HttpFraming {
    this.#isLost = true;
    return { kind: 'raw' };
  }
}

const WITHOUT_BODY: ReadonlySet<number> = new Set([204, 205, 304]);

function makeAnswer(status: number, headers: HttpHead['headers']): Answer {
  const [type = '', encoding = ''] = ['content-type', 'content-encoding'].map((name) => headers.get(name) ?? '');
  return { status, type, encoding, headers: keepHeaders(headers), body: new KeptText(MAX_BODY_BYTES) };
}

/** Undefined where the message itself does not say how long it is. */
function frameOf(headers: HttpHead['headers']): HttpFraming | undefined {
  if (/\bchunked\b/iu.test(headers.get('transfer-encoding') ?? '')) return { kind: 'chunked' };
  const length = headers.get('content-length');
  if (length === undefined) return undefined;
  return /^\d{1,15}$/u.test(length) ? { kind: 'length', bytes: Number(length) } : { kind: 'until-close' };
}

/** Media, and what is compressed, are told by their size. */
function textOf({ type, encoding, body }: Answer): string {
  const isText = type === '' || /json|text|xml|sdp|mpegurl|urlencoded|yaml/iu.test(type);
  if (!isText || (encoding !== '' && encoding !== 'identity')) {
    const what = [type, encoding].filter((text) => text !== '').join(', ');
    return `${body.totalBytes} bytes of ${what}`;
  }
  return body.text;
}
