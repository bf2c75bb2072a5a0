import { request } from 'node:http';
import { openTextSocket } from '#child';
import type { TextSocket } from '#child';
import { MORE_HEADERS, describeError, isCredential } from '#domain';
import type { ExchangeFact } from '#domain';

export type NeutralAnswer = Pick<ExchangeFact, 'end' | 'code' | 'answer'>;

/** Asks what a suite asked, by our own means: no client library of the suite, nor of the service. */
export interface NeutralClient {
  /** `address` is `host:port` in the world of now. Never throws. */
  readonly ask: (fact: ExchangeFact, address: string, waitMs: number) => Promise<NeutralAnswer>;
  readonly close: () => void;
}

/** One WebSocket for each address, as a test would have it; HTTP anew for each question. */
export function openNeutralClient(signal: AbortSignal): NeutralClient {
  const lines = new Map<string, Promise<Line>>();
  const closing = new AbortController();
  const life = AbortSignal.any([signal, closing.signal]);
  const lineTo = async (url: URL): Promise<Line> => {
    const known = lines.get(url.href) ?? openLine(url, life);
    lines.set(url.href, known);
    return known;
  };
  return {
    ask: async (fact, address, waitMs) => {
      try {
        if (fact.protocol === 'http')
          return await askHttp(fact, address, AbortSignal.any([life, AbortSignal.timeout(waitMs)]));
        const line = await lineTo(new URL(fact.path ?? '/', `ws://${address}`));
        return await askLine(line, fact, waitMs);
      } catch (error) {
        return describeEnd(error);
      }
    },
    close: () => {
      closing.abort();
    },
  };
}

function describeEnd(error: unknown): NeutralAnswer {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ECONNREFUSED') return { end: 'refused', code, answer: describeError(error) };
  const isLate = error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError');
  return { end: isLate ? 'silent' : 'closed', answer: describeError(error) };
}

/** More than a fact keeps. */
const MAX_ANSWER_BYTES = 4000;

async function askHttp(
  { method, request: body, requestHeaders }: ExchangeFact,
  address: string,
  signal: AbortSignal,
): Promise<NeutralAnswer> {
  const [verb = 'GET', path = '/'] = method.split(' ');
  return new Promise((resolve, reject) => {
    const call = request(
      new URL(path, `http://${address}`),
      { method: verb, headers: headersFor(body, requestHeaders), agent: false, signal },
      (response) => {
        let answer = '';
        response.on('data', (bytes: Buffer) => {
          if (answer.length < MAX_ANSWER_BYTES) answer += bytes.toString();
        });
        response.once('error', reject);
        response.once('end', () => {
          const code = response.statusCode ?? 0;
          resolve({ end: code >= 400 ? 'error' : 'answered', code: String(code), answer });
        });
      },
    );
    call.once('error', reject);
    call.end(body);
  });
}

// As they were heard, but for what proves who asks. Where nothing was heard a body of JSON is told as what it is.
function headersFor(body: string, heard: ExchangeFact['requestHeaders']): Readonly<Record<string, string>> {
  if (heard === undefined) return body.trimStart().startsWith('{') ? { 'content-type': 'application/json' } : {};
  const told = Object.entries(heard).filter(([name, value]) => name !== MORE_HEADERS && !isCredential(name, value));
  return Object.fromEntries(told);
}

interface Line {
  readonly socket: TextSocket;
  /** Told of each message, and of the end. */
  listen: ((text: string | undefined) => void) | undefined;
}

async function openLine(url: URL, signal: AbortSignal): Promise<Line> {
  const held: { line?: Line } = {};
  const tell = (text?: string): void => held.line?.listen?.(text);
  const socket = await openTextSocket(url, signal, tell, tell);
  held.line = { socket, listen: undefined };
  return held.line;
}

/** Waits for the answer with the same id; where the question has none, for the next message that is no notification. */
async function askLine(line: Line, { request: question }: ExchangeFact, waitMs: number): Promise<NeutralAnswer> {
  const { id } = parse(question);
  return new Promise((resolve) => {
    const settle = (answer: NeutralAnswer): void => {
      clearTimeout(timer);
      line.listen = undefined;
      resolve(answer);
    };
    const timer = setTimeout(() => settle({ end: 'silent', answer: '' }), waitMs);
    line.listen = (text) => {
      if (text === undefined) settle({ end: 'closed', answer: 'the connection was closed' });
      else if (isAnswer(parse(text), id)) settle(describeAnswer(text));
    };
    line.socket.send(question);
  });
}

type Message = Readonly<Record<string, unknown>>;

function isAnswer(message: Message, id: unknown): boolean {
  return id === undefined ? message['method'] === undefined : message['id'] === id;
}

function describeAnswer(text: string): NeutralAnswer {
  const { error } = parse(text);
  if (typeof error !== 'object' || error === null) return { end: 'answered', answer: text };
  const code: unknown = Reflect.get(error, 'code');
  return { end: 'error', code: String(code), answer: text };
}

function parse(text: string): Message {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
