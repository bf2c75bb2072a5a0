/* oxlint-disable max-lines, typescript/no-unsafe-type-assertion -- a preload in the older module system cannot be divided and keep its types;
   what Node tells over its channels has none */
// Runs inside every Node process of a suite, before its own code: writes down what plain clients (`fetch`, `http`, undici) ask and are answered,
// in the format of docs/reference/suite-environment.md. Told by Node itself over its diagnostics channels; nothing is replaced, and whatever
// goes wrong in here is no fault of the test: it is swallowed.

import type * as Fs from 'node:fs';
import type { ClientRequest, IncomingMessage } from 'node:http';

type Loose = Record<PropertyKey, unknown>;

/** What a channel of undici or of `node:http` tells. */
interface Told {
  readonly request: Loose & ClientRequest;
  readonly response: Loose & IncomingMessage;
  readonly error: unknown;
}

/** One exchange under way. */
interface Talk {
  readonly id: string;
  readonly asked: Loose;
  readonly sent: Gathered;
  readonly received: Gathered;
  status: number;
  headers: Headers | undefined;
  isOpen: boolean;
}

/** Names in lower case. */
type Headers = Record<string, string>;

/** The beginning of a body, and how long it is. */
interface Gathered {
  readonly chunks: Buffer[];
  kept: number;
  total: number;
}

/** As the kit keeps it: the beginning, and the newest of the rest in two parts. */
const MAX_FIRST_BYTES = 2 * 1024 * 1024;
const MAX_LATER_BYTES = 1024 * 1024;
const FULL = '{"full":true}\n';
/** As the kit keeps it. */
const MAX_TEXT = 1000;
/** Of all headers of a message: the reader keeps less. */
const MAX_HEADERS = 2000;
const MAX_BODY_BYTES = 16 * 1024;
const REFUSED = /^(?:ECONNREFUSED|ENOENT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)$/u;
const IMPATIENT = /Timeout|Abort|UND_ERR_(?:HEADERS|BODY|CONNECT)_TIMEOUT|UND_ERR_ABORTED|ETIMEDOUT/u;

let fs: typeof Fs | undefined;
let record = '';
let fd = -1;
let isFirst = true;
let sizeBytes = 0;
let count = 0;
const talks = new WeakMap<object, Talk>();

function write(line: Loose): void {
  if (fs === undefined || fd < 0) return;
  const text = `${JSON.stringify(line)}\n`;
  if (count % 64 === 0) sizeBytes = fs.fstatSync(fd).size;
  const size = Buffer.byteLength(text);
  if (sizeBytes + size + FULL.length > (isFirst ? MAX_FIRST_BYTES : MAX_LATER_BYTES)) makeRoom(fs);
  fs.writeSync(fd, text);
  sizeBytes += size;
}

function makeRoom({ closeSync, fstatSync, openSync, renameSync, statSync, writeSync }: typeof Fs): void {
  const last = `${record}.last`;
  if (isFirst) writeSync(fd, FULL);
  // Another process of the suite may have put it away already.
  else if (statSync(last, { throwIfNoEntry: false })?.ino === fstatSync(fd).ino) renameSync(last, `${record}.before`);
  isFirst = false;
  closeSync(fd);
  fd = -1;
  fd = openSync(last, 'a', 0o600);
  sizeBytes = fstatSync(fd).size;
}

/** Taken before a test puts a clock of its own in its place. */
const [originMs, elapsedMs] = [performance.timeOrigin, performance.now.bind(performance)];

function nowMs(): number {
  return Math.round((originMs + elapsedMs()) * 1000) / 1000;
}

function empty(): Gathered {
  return { chunks: [], kept: 0, total: 0 };
}

interface Begun {
  readonly method: string;
  readonly url: string;
  readonly body?: unknown;
  readonly headers: Headers;
}

function begin(key: object, { method, url, body, headers }: Begun): Talk {
  count += 1;
  const { hostname, port, protocol, pathname, search } = new URL(url);
  const usual = protocol === 'https:' ? '443' : '80';
  const id = `${process.pid}.n${count}`;
  const test = process.env['REALITY_TEST'];
  const asked = {
    asked: id,
    by: 'runtime',
    at: nowMs(),
    protocol: 'http',
    address: `${hostname}:${port === '' ? usual : port}`,
    path: pathname.slice(0, MAX_TEXT),
    method: `${method} ${pathname}${search}`.slice(0, MAX_TEXT),
    request: typeof body === 'string' || Buffer.isBuffer(body) ? body.toString().slice(0, MAX_TEXT) : '',
    requestHeaders: headers,
    ...(test !== undefined && { test: Number(test) }),
  };
  const talk = { id, asked, sent: empty(), received: empty(), status: 0, headers: undefined, isOpen: true };
  talks.set(key, talk);
  write(asked);
  return talk;
}

function gather(into: Gathered, chunk: unknown): void {
  if (typeof chunk !== 'string' && !(chunk instanceof Uint8Array)) return;
  const bytes = Buffer.from(chunk);
  into.total += bytes.length;
  const room = MAX_BODY_BYTES - into.kept;
  if (room <= 0) return;
  into.chunks.push(bytes.subarray(0, room));
  into.kept += Math.min(room, bytes.length);
}

/** A body that was streamed is known only when it has been sent: the question is then told once more, with it. */
function tellSent({ asked, sent }: Talk): void {
  if (sent.total === 0 || asked['request'] !== '') return;
  asked['request'] = Buffer.concat(sent.chunks).toString().slice(0, MAX_TEXT);
  write(asked);
}

function finish(
  key: object,
  end: string | undefined,
  trouble?: { readonly code?: string; readonly text: string },
): void {
  const talk = talks.get(key);
  if (talk === undefined || !talk.isOpen) return;
  talk.isOpen = false;
  const isError = talk.status >= 400;
  const code = talk.status > 0 ? String(talk.status) : trouble?.code;
  write({
    ended: talk.id,
    at: nowMs(),
    end: end ?? (isError ? 'error' : 'answered'),
    ...(code !== undefined && { code }),
    answer: trouble?.text ?? textOf(talk),
    ...toldHeaders(talk),
  });
}

function toldHeaders({ headers }: Talk): Loose {
  return headers === undefined ? {} : { answerHeaders: headers };
}

/** Media are told by their size. */
function textOf({ headers = {}, received }: Talk): string {
  const type = headers['content-type'] ?? '';
  const encoding = (headers['content-encoding'] ?? '').toLowerCase();
  if (type !== '' && !/json|text|xml|sdp|mpegurl|urlencoded|yaml|javascript/iu.test(type))
    return `${received.total} bytes of ${type}`;
  const bytes = Buffer.concat(received.chunks);
  const plain = encoding === '' || encoding === 'identity' ? bytes : inflate(bytes, encoding);
  return plain === undefined ? `${received.total} bytes, ${encoding}` : plain.toString().slice(0, MAX_TEXT);
}

function inflate(bytes: Buffer, encoding: string): Buffer | undefined {
  const zlib = process.getBuiltinModule('node:zlib');
  try {
    if (encoding === 'br') return zlib.brotliDecompressSync(bytes);
    return encoding === 'gzip' || encoding === 'deflate' ? zlib.unzipSync(bytes) : undefined;
  } catch {
    return undefined;
  }
}

/** An answer that nobody read to its end was an answer all the same. */
function fail(key: object, thrown: unknown): void {
  const { words, code, text } = describe(thrown);
  const isImpatient = IMPATIENT.test(words);
  const isAnswered = (talks.get(key)?.status ?? 0) > 0;
  if (isAnswered && isImpatient) finish(key, undefined);
  else if (REFUSED.test(code)) finish(key, 'refused', { code, text });
  else finish(key, isImpatient ? 'silent' : 'closed', { text, ...(code !== '' && { code }) });
}

/** Of what was thrown and what caused it: all names and codes, the first errno, the first words. */
function describe(thrown: unknown): { readonly words: string; readonly code: string; readonly text: string } {
  const [words, codes, texts]: [string[], string[], string[]] = [[], [], []];
  for (let one = thrown; one instanceof Error; one = one.cause) {
    words.push(one.name);
    if ('code' in one && typeof one.code === 'string') codes.push(one.code);
    if (one.message !== '') texts.push(one.message);
  }
  return { words: [...words, ...codes].join(' '), code: codes[0] ?? '', text: texts[0] ?? String(thrown) };
}

/** Beside what an object does when it is called, not in its place: the same arguments go on, and the same answer comes back. */
function overhear(target: Loose, method: string, hear: (first: unknown) => void): void {
  const original = target[method];
  if (typeof original !== 'function') return;
  target[method] = function overheard(this: unknown, ...args: unknown[]): unknown {
    quietly(() => {
      hear(args[0]);
    });
    const answer: unknown = Reflect.apply(original, this, args);
    return answer;
  };
}

function quietly(act: () => void): void {
  try {
    act();
  } catch {
    // No fault of the test.
  }
}

function onUndici(request: Loose): void {
  // A WebSocket has a record of its own, or a tap sees it.
  if (typeof request['upgrade'] === 'string') return;
  const talk = begin(request, {
    method: String(request['method']),
    url: `${String(request['origin'])}${String(request['path'])}`,
    body: request['body'],
    headers: keep(pairsOf(request['headers'])),
  });
  overhear(request, 'onBodySent', (chunk) => {
    gather(talk.sent, chunk);
  });
  overhear(request, 'onData', (chunk) => {
    gather(talk.received, chunk);
  });
}

function onUndiciHeaders(request: object, response: Loose): void {
  const talk = talks.get(request);
  if (talk === undefined) return;
  tellSent(talk);
  note(talk, Number(response['statusCode']), keep(pairsOf(response['headers'])));
}

function note(talk: Talk, status: number, headers: Headers): void {
  talk.status = status;
  talk.headers = headers;
}

/** One after another, name and value in turn; of older versions of undici the text that is sent. */
function pairsOf(told: unknown): readonly (readonly [string, string])[] {
  if (typeof told === 'string')
    return told.split('\r\n').map((line) => [line.replace(/:.*$/u, ''), line.replace(/^[^:]*: ?/u, '')]);
  if (!Array.isArray(told)) return [];
  const texts = told.map(String);
  return texts.flatMap((name, index) => (index % 2 === 0 ? [[name, texts[index + 1] ?? ''] as const] : []));
}

/** What any message has; the reader of the record knows more of them. */
const USUAL =
  /^(?:$|host$|connection$|keep-alive$|user-agent$|accept-encoding$|content-length$|transfer-encoding$|date$|server$|sec-)/u;

/** By these a body is read. */
const NEEDED = /^content-(?:type|encoding)$/u;

function keep(pairs: readonly (readonly [string, string])[]): Headers {
  const kept = new Map<string, string>();
  let size = 0;
  for (const [written, value] of pairs) {
    const name = written.toLowerCase();
    size += USUAL.test(name) ? 0 : name.length + Math.min(MAX_TEXT, value.length);
    if (USUAL.test(name) || (size > MAX_HEADERS && !NEEDED.test(name))) continue;
    const before = kept.get(name);
    kept.set(name, (before === undefined ? value : `${before}, ${value}`).slice(0, MAX_TEXT));
  }
  return Object.fromEntries(kept);
}

function beginHttp(request: ClientRequest): Talk | undefined {
  const known = talks.get(request);
  if (known !== undefined || request.getHeader('upgrade') !== undefined) return known;
  const host = request.getHeader('host');
  const url = `${request.protocol}//${typeof host === 'string' ? host : request.host}${request.path}`;
  return begin(request, { method: request.method, url, headers: keep(sentBy(request)) });
}

function sentBy(request: ClientRequest): readonly (readonly [string, string])[] {
  return Object.entries(request.getHeaders()).map(([name, value]) => [name, [value ?? ''].flat().join(', ')]);
}

function onHttpResponse(request: ClientRequest, response: Told['response']): void {
  const talk = beginHttp(request);
  if (talk === undefined) return;
  const { rawHeaders, statusCode = 0 } = response;
  note(talk, statusCode, keep(pairsOf(rawHeaders)));
  overhear(response, 'push', (chunk) => {
    if (chunk === null) finish(request, undefined);
    else gather(talk.received, chunk);
  });
  response.once('close', () => {
    quietly(() => {
      finish(request, response.complete ? undefined : 'closed');
    });
  });
}

function arm(file: string): void {
  fs = process.getBuiltinModule('node:fs');
  record = file;
  fd = fs.openSync(file, 'a', 0o600);
  sizeBytes = fs.fstatSync(fd).size;
  const { subscribe } = process.getBuiltinModule('node:diagnostics_channel');
  const on = (channel: string, hear: (message: Told) => void): void => {
    subscribe(channel, (message) => {
      quietly(() => {
        hear(message as Told);
      });
    });
  };
  on('undici:request:create', (told) => {
    onUndici(told.request);
  });
  on('undici:request:bodySent', (told) => {
    const talk = talks.get(told.request);
    if (talk !== undefined) tellSent(talk);
  });
  on('undici:request:headers', (told) => {
    onUndiciHeaders(told.request, told.response);
  });
  on('undici:request:trailers', (told) => {
    finish(told.request, undefined);
  });
  on('undici:request:error', (told) => {
    fail(told.request, told.error);
  });
  on('http.client.request.start', (told) => void beginHttp(told.request));
  on('http.client.request.error', (told) => {
    if (beginHttp(told.request) !== undefined) fail(told.request, told.error);
  });
  on('http.client.response.finish', (told) => {
    onHttpResponse(told.request, told.response);
  });
}

quietly(() => {
  const file = process.env['REALITY_EXCHANGES'];
  if (file !== undefined && file !== '') arm(file);
});
