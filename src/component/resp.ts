import type { Decode, Talk } from './talk.ts';

/** A reply of Redis, as far as probes look at it. */
export type RedisReply =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'error'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly RedisReply[] }
  | { readonly kind: 'nothing' };

const CRLF = '\r\n';

/** One command and its reply (RESP, version 2). */
export async function askRedis(talk: Talk, words: readonly string[]): Promise<RedisReply> {
  talk.send(
    `*${words.length}${CRLF}${words.map((word) => `$${Buffer.byteLength(word)}${CRLF}${word}${CRLF}`).join('')}`,
  );
  return talk.receive(decodeReply);
}

export const decodeReply: Decode<RedisReply> = (bytes) => readReply(bytes, 0);

type Read = { readonly value: RedisReply; readonly usedBytes: number } | undefined;

/** `usedBytes` counts from the beginning of the buffer. */
function readReply(bytes: Buffer, from: number): Read {
  const end = bytes.indexOf(CRLF, from);
  if (end < 0) return undefined;
  const type = bytes.toString('latin1', from, from + 1);
  const line = bytes.toString('utf8', from + 1, end);
  const after = end + CRLF.length;
  switch (type) {
    case '+':
    case ':':
      return { value: { kind: 'text', text: line }, usedBytes: after };
    case '-':
      return { value: { kind: 'error', text: line }, usedBytes: after };
    case '$':
      return readBulk(bytes, after, Number(line));
    case '*':
      return readList(bytes, after, Number(line));
    default:
      throw new Error(`no Redis: it answers ${JSON.stringify(bytes.toString('latin1', from, from + 40))}`);
  }
}

function readBulk(bytes: Buffer, from: number, sizeBytes: number): Read {
  if (sizeBytes < 0) return { value: { kind: 'nothing' }, usedBytes: from };
  const usedBytes = from + sizeBytes + CRLF.length;
  if (bytes.length < usedBytes) return undefined;
  return { value: { kind: 'text', text: bytes.toString('utf8', from, from + sizeBytes) }, usedBytes };
}

function readList(bytes: Buffer, from: number, count: number): Read {
  const items: RedisReply[] = [];
  let usedBytes = from;
  for (let index = 0; index < count; index += 1) {
    const item = readReply(bytes, usedBytes);
    if (item === undefined) return undefined;
    items.push(item.value);
    usedBytes = item.usedBytes;
  }
  return { value: { kind: 'list', items }, usedBytes };
}

/** As people read it: lists with commas. */
export function describeReply(reply: RedisReply): string {
  if (reply.kind === 'nothing') return 'nothing';
  return reply.kind === 'list' ? reply.items.map(describeReply).join(', ') : reply.text;
}

const WORD = /"((?:[^"\\]|\\.)*)"|'([^']*)'|(\S+)/gu;

/** Words of one line of a file of commands; words with spaces in quotes, as redis-cli takes them. */
export function splitCommand(line: string): readonly string[] {
  return [...line.matchAll(WORD)].map(
    ([, double, single, plain]) => double?.replaceAll(/\\(.)/gu, unescape) ?? single ?? plain ?? '',
  );
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

function unescape(_: string, letter: string): string {
  return ESCAPES[letter] ?? letter;
}
