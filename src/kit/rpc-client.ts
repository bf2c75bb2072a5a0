import type { WebSocket } from 'ws';
import { AssertionError } from 'node:assert';
import { blameCaller } from './blame-caller.ts';
import { recordAsked, recordTold } from './exchanges.ts';
import type { Answered } from './exchanges.ts';
import { shown, textAt } from './json-path.ts';
import { describeMissed } from './missed-notification.ts';
import { endOfAnswer, endOfConnect, methodOf } from './rpc-exchange.ts';
import { RpcInbox } from './rpc-inbox.ts';
import { RpcError } from './rpc-message.ts';
import type { RpcAnswer, RpcMessage, RpcNotification } from './rpc-message.ts';
import { settleRace } from './settle-race.ts';
import type { Closed } from './settle-race.ts';
import { SentMessages } from './sent-messages.ts';

export interface RpcOptions {
  /** For each request unless it says otherwise; default 10 s. */
  readonly withinMs?: number;
  /** Time for the WebSocket handshake; default 5 s. */
  readonly connectWithinMs?: number;
}

export interface WaitOptions {
  readonly withinMs?: number;
}

export interface NotificationOptions extends WaitOptions {
  /** Only messages that arrived after this mark (see `mark`); default: since the connection was made. */
  readonly after?: number;
  /** Whether the parameters are the ones waited for. */
  readonly where?: (params: unknown) => boolean;
}

/** Of one connection. */
const MAX_TOLD = 200;

/** Opens a WebSocket and speaks JSON-RPC 2.0 on it; dispose it (`await using`) or call `close`. */
export async function connectRpc(url: string, options: RpcOptions = {}): Promise<RpcClient> {
  // Loaded here, so that a suite which opens no socket does not pay for it.
  const ws = await import('ws');
  const socket = new ws.WebSocket(url, {
    handshakeTimeout: options.connectWithinMs ?? 5000,
    perMessageDeflate: false,
    maxPayload: 64 * 1024 * 1024,
  });
  const client = new RpcClient(socket, url, options.withinMs ?? 10_000);
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', (cause) => {
      recordAsked({ protocol: 'websocket', url, method: 'connect', request: '' })(endOfConnect(cause));
      reject(new Error(`no WebSocket at ${url}`, { cause }));
    });
  });
  return client;
}

/** One connection. Everything that arrives is kept in `messages`; nothing is lost because nobody waited for it. */
export class RpcClient implements AsyncDisposable {
  /** Settles when the connection has ended, by whomever. */
  readonly closed: Promise<Closed>;
  readonly #socket: WebSocket;
  readonly #url: string;
  readonly #withinMs: number;
  readonly #inbox = new RpcInbox();
  readonly #sent = new SentMessages();
  #lastId = 0;
  #told = 0;

  constructor(socket: WebSocket, url: string, withinMs: number) {
    this.#socket = socket;
    this.#url = url;
    this.#withinMs = withinMs;
    socket.on('message', (data: Buffer) => this.#noteTold(this.#inbox.receive(data.toString())));
    // An error is followed by close, which is what callers wait for.
    socket.on('error', () => undefined);
    this.closed = new Promise((resolve) => {
      socket.once('close', (code: number, reason: Buffer) => resolve({ code, reason: reason.toString() }));
    });
  }

  /** Everything received, in order. */
  get messages(): readonly RpcMessage[] {
    return this.#inbox.messages;
  }

  get isOpen(): boolean {
    return this.#socket.readyState === this.#socket.OPEN;
  }

  /** A place in the record of messages, to wait for what comes after it. */
  mark(): number {
    return this.#inbox.messages.length;
  }

  /** Asks and gives back the result; an error of the server is thrown as RpcError. */
  async call(method: string, params?: object, options: WaitOptions = {}): Promise<unknown> {
    const answer = await this.ask(method, params, options);
    if (answer.kind === 'error') throw blameCaller(new RpcError(method, answer));
    return answer.result;
  }

  /** Asks and gives back the answer, be it result or error. */
  async ask(method: string, params?: object, options: WaitOptions = {}): Promise<RpcAnswer> {
    this.#lastId += 1;
    const id = this.#lastId;
    const answered = this.#race<RpcAnswer>(`answer to ${method}`, options.withinMs, (settle) => {
      this.#inbox.expectAnswer(id, settle);
      return () => this.#inbox.giveUp(id);
    });
    const request = JSON.stringify({ jsonrpc: '2.0', id, method, ...(params === undefined ? {} : { params }) });
    const tell = recordAsked({ protocol: 'json-rpc', url: this.#url, method, request, ...this.#sent.next });
    this.send(request);
    void answered.then(
      (answer) => tell(endOfAnswer(answer)),
      () => tell(this.#endOfWait()),
    );
    return answered;
  }

  /** A request without an id: no answer is due. */
  notify(method: string, params?: object): void {
    this.send(JSON.stringify({ jsonrpc: '2.0', method, ...(params === undefined ? {} : { params }) }));
  }

  /** Sends a text of any shape as one message. */
  send(text: string): void {
    this.#sent.count();
    this.#socket.send(text);
  }

  /** Sends bytes as one binary message. */
  sendBinary(data: Buffer): void {
    this.#sent.count();
    this.#socket.send(data, { binary: true });
  }

  /** Sends a text of any shape and waits for the next message that is neither a notification nor an answer to `ask`. */
  async exchange(text: string, options: WaitOptions = {}): Promise<RpcMessage> {
    const answered = this.#race<RpcMessage>(`reply to ${shown(text)}`, options.withinMs, (settle) =>
      this.#inbox.expectExchange(settle),
    );
    const tell = recordAsked({
      protocol: 'websocket',
      url: this.#url,
      method: methodOf(text),
      request: text,
      ...this.#sent.next,
    });
    this.send(text);
    void answered.then(
      (message) => tell({ end: 'answered', answer: message.text }),
      () => tell(this.#endOfWait()),
    );
    return answered;
  }

  /** Notifications received so far. */
  notifications(method?: string, after = 0): readonly RpcNotification[] {
    return this.#inbox.notifications(method, after);
  }

  /** The first notification of a method that fits, be it here already or still to come. */
  async notification(method: string, options: NotificationOptions = {}): Promise<RpcNotification> {
    const find = (): RpcNotification | undefined =>
      this.notifications(method, options.after).find(({ params }) => options.where?.(params) ?? true);
    const seen = find();
    if (seen !== undefined) return seen;
    const what = (): string => describeMissed(method, options.where, this.notifications(method, options.after));
    return this.#race<RpcNotification>(what, options.withinMs, (settle) =>
      this.#inbox.watch(() => {
        const found = find();
        if (found !== undefined) settle(found);
      }),
    );
  }

  /** Stops reading from the connection: the server's messages pile up in its buffers. */
  stopReading(): void {
    this.#socket.pause();
  }

  resumeReading(): void {
    this.#socket.resume();
  }

  /** Cuts the connection without a word, as a client does that dies. */
  abort(): void {
    this.#socket.terminate();
  }

  /** Closes politely; cuts after 2 s when the server does not answer the closing. */
  async close(): Promise<Closed> {
    this.#socket.resume();
    this.#socket.close();
    const cut = setTimeout(() => this.#socket.terminate(), 2000);
    return this.closed.finally(() => clearTimeout(cut));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  // A service may tell very many things; how it began is enough.
  #noteTold({ kind, value, text }: RpcMessage): void {
    if (kind !== 'notification' || this.#told >= MAX_TOLD) return;
    this.#told += 1;
    recordTold({ url: this.#url, method: textAt(value, 'method'), text, connection: this.#sent.connection });
  }

  #endOfWait(): Answered {
    return this.isOpen ? { end: 'silent', answer: '' } : { end: 'closed', answer: 'the connection was closed' };
  }

  /** Waits for what `begin` settles, until the time is over or the connection has ended. */
  async #race<Seen>(
    what: string | (() => string),
    withinMs: number | undefined,
    begin: (settle: (seen: Seen) => void) => () => unknown,
  ): Promise<Seen> {
    const limitMs = withinMs ?? this.#withinMs;
    const from = this.mark();
    const end = await settleRace(begin, limitMs, this.closed);
    if (end.kind === 'seen') return end.seen;
    const since = this.messages.slice(from).map((message) => `${message.kind} ${shown(message.value ?? message.text)}`);
    const why =
      end.kind === 'over'
        ? `within ${limitMs} ms`
        : `because ${this.#url} closed the connection with ${end.code} ${end.reason}`.trimEnd();
    throw blameCaller(
      new AssertionError({
        message: `no ${typeof what === 'string' ? what : what()} ${why}; last saw: ${since.slice(-5).join(', ') || 'no message at all'}`,
        operator: 'wait',
      }),
    );
  }
}
