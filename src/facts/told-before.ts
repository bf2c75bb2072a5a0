import { isCredential, present } from '#domain';
import type { ExchangeFact, NamedItem } from '#domain';
import type { Exchange } from './read-exchanges.ts';
import { readToken } from './read-token.ts';
import type { ReadToken, SignatureFinder } from './read-token.ts';

/** Longer answers were cut when they were recorded: what stood further on is not known. */
const CUT_AT = 1000;
const MINUTE_MS = 60_000;
const MOST_NAMED = 4;

type Before = Pick<ExchangeFact, 'connection' | 'nth' | 'tokenEndsMs' | 'tokenKey' | 'named'>;

/** What was said before an exchange that ended with an error, and of the token that any gives; made once for an attempt, of all its exchanges in the order of time. */
export function makeTeller(
  exchanges: readonly Exchange[],
  findSignatures: SignatureFinder = () => [],
): (exchange: Exchange) => Before {
  let index: Index | undefined;
  return (exchange) => {
    const { connection, end } = exchange;
    if (exchange.from !== undefined) return present({ connection });
    const own = readToken(textWithToken(exchange), findSignatures);
    if (end !== 'error') return present({ connection, tokenEndsMs: own?.endsMs, tokenKey: own?.key });
    index ??= new Index(exchanges, findSignatures);
    const token = own ?? tokenOf(exchange, index);
    return present({
      connection,
      nth: nthOf(exchange, index),
      tokenEndsMs: token?.endsMs,
      tokenKey: token?.key,
      named: listNamed(exchange, index),
    });
  };
}

// A token is sent in a message, or beside it.
function textWithToken({ request, requestHeaders = {} }: Exchange): string {
  const shown = Object.entries(requestHeaders).filter(([name, value]) => isCredential(name, value));
  return [request, ...shown.map(([, value]) => value)].join('\n');
}

/** Of all that the suite was answered. */
class Index {
  /** When a word first stood in an answer that was no error. */
  readonly toldAt = new Map<string, number>();
  /** By path: when what lies there was handed out, or read, and when it was deleted. */
  readonly madeAt = new Map<string, number>();
  readonly goneAt = new Map<string, number>();
  readonly openedAt = new Map<string, number>();
  readonly tokens = new Map<string, readonly (ReadToken & { readonly atMs: number })[]>();
  /** Since when something was said that is not known to its end. */
  cutAt = Number.POSITIVE_INFINITY;

  readonly #findSignatures: SignatureFinder;

  constructor(exchanges: readonly Exchange[], findSignatures: SignatureFinder) {
    this.#findSignatures = findSignatures;
    for (const exchange of exchanges) {
      if (exchange.from !== undefined) continue;
      this.#noteConnection(exchange);
      if (exchange.end === 'answered') this.#noteAnswer(exchange);
    }
  }

  #noteConnection({ connection, request, atMs }: Exchange): void {
    if (connection === undefined) return;
    noteFirst(this.openedAt, connection, atMs);
    const token = readToken(request, this.#findSignatures);
    if (token !== undefined) this.tokens.set(connection, [...(this.tokens.get(connection) ?? []), { atMs, ...token }]);
  }

  #noteAnswer({ method, request, answer, atMs }: Exchange): void {
    const path = pathOf(method);
    if (answer.length >= CUT_AT) this.cutAt = Math.min(this.cutAt, atMs);
    for (const [told] of [...answer.matchAll(WORD), ...answer.matchAll(PLACE)]) noteFirst(this.toldAt, told, atMs);
    for (const [, name = ''] of answer.matchAll(NAMED)) noteFirst(this.madeAt, `${path}/${name}`, atMs);
    if (method.startsWith('GET ')) noteFirst(this.madeAt, path, atMs);
    if (method.startsWith('DELETE ')) this.goneAt.set(path, atMs);
    if (METHOD_ENDS.test(method)) for (const [, name = ''] of request.matchAll(GIVEN)) this.goneAt.set(name, atMs);
  }
}

// They come in the order of time.
function noteFirst(known: Map<string, number>, key: string, atMs: number): void {
  if (!known.has(key)) known.set(key, atMs);
}

/** By such fields things are named. */
export const NAMING: string = String.raw`"(?:\w*(?:[iI]d|ID)|code|key|name|number|uuid|slug|ref\w*)"\s*:\s*`;
const NAMED = new RegExp(String.raw`${NAMING}"?([\w.-]{1,100})"?`, 'gu');
const WORD = /[\w.-]{1,100}/gu;
/** Of a file or a device: its whole path. */
const PLACE = /(?<![\w./-])\/[\w./-]{5,200}/gu;

// Of a connection that is older than a minute nobody knows how many of its messages were sent within the last one.
function nthOf({ connection = '', nth, atMs }: Exchange, { openedAt }: Index): number | undefined {
  return atMs - (openedAt.get(connection) ?? atMs) < MINUTE_MS ? nth : undefined;
}

function tokenOf({ connection = '', atMs }: Exchange, { tokens }: Index): ReadToken | undefined {
  return tokens.get(connection)?.findLast((one) => one.atMs < atMs);
}

/** Parts of a route that can be names of things: each one after the name of a collection. */
const PLACES = /(?<=\/[A-Za-z][\w-]*\/)[^/]+/gu;

function pathOf(method: string): string {
  return method.replace(/^[A-Z]+ |[?#].*$/gu, '');
}

function listNamed(exchange: Exchange, index: Index): readonly NamedItem[] | undefined {
  const named = exchange.protocol === 'http' ? listPlaces(exchange, index) : listGiven(exchange, index);
  return named.length === 0 ? undefined : named;
}

/** A text that is long enough, and odd enough, to name one thing alone. */
const GIVEN = /"(?=[^"]*[\d.])([\w./-]{6,200})"/gu;
const METHOD_ENDS = /(?:^|[._])(?:delete|remove)(?:[._]|$)/iu;

// Of parameters: what the refusal itself speaks of.
function listGiven({ request, answer, atMs }: Exchange, { toldAt, goneAt, cutAt }: Index): readonly NamedItem[] {
  const given = [...request.matchAll(GIVEN)].map(([, name = '']) => name).filter((name) => answer.includes(name));
  return [...new Set(given)].slice(0, MOST_NAMED).flatMap((name): readonly NamedItem[] => {
    if ((goneAt.get(name) ?? atMs) < atMs) return [{ name, state: 'gone' }];
    if ((toldAt.get(name) ?? atMs) < atMs) return [{ name, state: 'told' }];
    // A short name may be known by other means than an answer.
    return name.startsWith('/') && cutAt > atMs ? [{ name, state: 'untold' }] : [];
  });
}

function listPlaces({ method, atMs }: Exchange, index: Index): readonly NamedItem[] {
  const path = pathOf(method);
  return [...path.matchAll(PLACES)].slice(0, MOST_NAMED).flatMap((found): readonly NamedItem[] => {
    const [part] = found;
    const state = stateOf({ name: decode(part), path: path.slice(0, found.index + part.length) }, atMs, index);
    return state === undefined ? [] : [{ name: decode(part), state }];
  });
}

function stateOf(
  { name, path }: { readonly name: string; readonly path: string },
  atMs: number,
  { toldAt, madeAt, goneAt, cutAt }: Index,
): NamedItem['state'] | undefined {
  const isBefore = (moment: number | undefined): boolean => moment !== undefined && moment < atMs;
  if (isBefore(goneAt.get(path))) return 'gone';
  if (isBefore(madeAt.get(path))) return 'told';
  // The same word may stand for another thing; where it was never said it stands for nothing.
  return isBefore(toldAt.get(name)) || isBefore(cutAt) ? undefined : 'untold';
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
