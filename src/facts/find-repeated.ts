import { MORE_HEADERS, isCredential } from '#domain';
import type { RepeatedHeader } from '#domain';
import type { Exchange } from './read-exchanges.ts';
import { routeOf } from './route-of.ts';

/** Tells of a request to which earlier one it was answered: that had other content, and the same value in a header. */
export type RepeatFinder = (exchange: Exchange) => RepeatedHeader | undefined;

/** These say how a message is written or whom it is for, and are the same in many. */
const ALIKE =
  /^(?:content-.*|accept.*|if-.*|origin|referer|prefer|range|cache-control|pragma|from|access-.*|x-forwarded.*)$/u;
/** By these a service says that it has taken this before, with other content. */
const TAKEN: ReadonlySet<string> = new Set(['409', '422']);

/** Made once for an attempt, of all its exchanges in the order of time; read only where something is red. */
export function makeRepeatFinder(all: readonly Exchange[]): RepeatFinder {
  let index: ReadonlyMap<string, Exchange> | undefined;
  return (exchange) => {
    if (exchange.from !== undefined || exchange.end === 'silent') return undefined;
    index ??= listFirst(all);
    for (const [name, value] of listOwn(exchange)) {
      const first = index.get(keyOf(exchange, name, value));
      if (first === undefined || first.atMs >= exchange.atMs || first.request === exchange.request) continue;
      if (isAnswerOf(first, exchange)) return { name, value: value.slice(0, MOST_OF_VALUE), request: first.request };
    }
    return undefined;
  };
}

const MOST_OF_VALUE = 120;

// What was refused holds nothing that could come again.
function listFirst(all: readonly Exchange[]): ReadonlyMap<string, Exchange> {
  const first = new Map<string, Exchange>();
  for (const one of all) {
    if (one.from !== undefined || one.end !== 'answered') continue;
    for (const [name, value] of listOwn(one)) {
      const key = keyOf(one, name, value);
      if (!first.has(key)) first.set(key, one);
    }
  }
  return first;
}

// What only asks is answered alike whatever it is called.
function listOwn({ method, requestHeaders = {} }: Exchange): readonly (readonly [string, string])[] {
  if (/^(?:GET|HEAD|OPTIONS) /u.test(method)) return [];
  return Object.entries(requestHeaders).filter(
    ([name, value]) => name !== MORE_HEADERS && !ALIKE.test(name) && !isCredential(name, value),
  );
}

function keyOf(exchange: Exchange, name: string, value: string): string {
  return [exchange.address, routeOf(exchange), name, value].join('\n');
}

function isAnswerOf(first: Exchange, { end, code = '', answer }: Exchange): boolean {
  if (end === 'error') return TAKEN.has(code);
  const [one, other] = [first.answer, answer].map(identityOf);
  return end === 'answered' && one !== '' && one === other;
}

/** By such fields a thing is known again. */
const NAMED = /"(?:\w*_)?(?:id|uuid|code|number|ref\w*|\w+(?:Id|ID|Number))"\s*:\s*"?([\w.-]{1,100})/gu;

// The first such field of an answer is its own.
function identityOf(answer: string): string {
  const [named] = answer.matchAll(NAMED);
  return named?.[0] ?? '';
}
