import { present } from '#domain';
import type { Elsewhere, RepeatedHeader } from '#domain';
import { asFelt, SKEW_MS, findWindow, makeFact, portOf } from './exchange-fact.ts';
import type { ExchangeContext, PickedExchange } from './exchange-fact.ts';
import type { Exchange } from './read-exchanges.ts';
import { pickNotices } from './pick-notices.ts';
import { makeElsewhereFinder } from './find-elsewhere.ts';
import { makeKeptFinder } from './find-kept.ts';
import { makeRepeatFinder } from './find-repeated.ts';
import { makeSharedFinder } from './find-shared.ts';
import { findUnlike, folderOf, makeBesideFinder } from './find-unlike.ts';
import { makeCredentialHider } from './hide-credentials.ts';
import { normaliseLine } from './log-line.ts';
import { listThings } from './named-things.ts';
import type { Things } from './named-things.ts';
import { makeTeller } from './told-before.ts';
import type { TestWindow } from './test-window.ts';

/** So many of the last ones of each test; those that went wrong come before those that were answered. */
const PER_TEST = 8;
/** Besides, of what was said of media: many words for one picture. */
const MEDIA_PER_TEST = 4;
/** Besides, of what components asked each other meanwhile. */
const BETWEEN_PER_TEST = 6;

/** The exchanges worth a fact: of each red test the last few, in the order in which they happened. */
export function pickExchanges(all: readonly Exchange[], context: ExchangeContext): readonly PickedExchange[] {
  const exchanges = all.filter(({ end }) => end !== 'told');
  const notices = all.filter(({ end, from }) => end === 'told' && from === undefined);
  const asked = pickAsked(exchanges, context);
  return notices.length === 0 ? asked : [...asked, ...pickNotices(notices, exchanges, context)];
}

function pickAsked(exchanges: readonly Exchange[], context: ExchangeContext): readonly PickedExchange[] {
  const byTest = new Map<TestWindow, Exchange[]>();
  const placed = placeExchanges(exchanges, context).map(({ exchange, window }) => ({
    exchange: asFelt(exchange, window, context),
    window,
  }));
  const isUsual = makeUsualFinder(placed);
  const well = listWell(placed);
  const tellBefore = makeTeller(exchanges, context.findSignatures);
  const findBeside = makeBesideFinder(exchanges);
  const findRepeated = makeRepeatFinder(exchanges);
  const hide = makeCredentialHider(context.clean);
  const findElsewhere = makeElsewhereFinder(placed);
  const inTests = placed.map(({ exchange, window }) => ({ exchange, ordinal: window?.ordinal }));
  const [findKept, findShared] = [makeKeptFinder(inTests), makeSharedFinder(inTests)];
  for (const { exchange, window } of placed) {
    if (window === undefined || !window.isRed || isOfNobody(exchange, context)) continue;
    if (isUsual(exchange, window)) continue;
    const known = byTest.get(window);
    if (known === undefined) byTest.set(window, [exchange]);
    else known.push(exchange);
  }
  return [...byTest].flatMap(([window, told]) =>
    lastFew(told).map((exchange) => ({
      ordinal: window.ordinal,
      fact: {
        ...makeFact(exchange, window, { ...context, hide }),
        ...tellBefore(exchange),
        ...present({
          unlike: cleanOf(findUnlike(exchange, exchanges), context),
          repeated: tellRepeated(findRepeated(exchange), context),
          beside: findBeside(exchange),
          usual: well.has(shapeKey(exchange) ?? '') || undefined,
          kept: findKept(exchange, window.ordinal)?.map(context.clean),
          shared: findShared({ exchange, ordinal: window.ordinal })?.map(context.clean),
          elsewhere: findElsewhere(exchange, window)?.map((one) => cleanElsewhere(one, context)),
        }),
      },
    })),
  );
}

function cleanOf(text: string | undefined, { clean }: ExchangeContext): string | undefined {
  return text && clean(text);
}

function tellRepeated(repeated: RepeatedHeader | undefined, { clean }: ExchangeContext): RepeatedHeader | undefined {
  return repeated && { name: clean(repeated.name), value: clean(repeated.value), request: clean(repeated.request) };
}

/** What the suite dealt with while each test ran, by its ordinal. */
export function findThings(exchanges: readonly Exchange[], context: ExchangeContext): ReadonlyMap<number, Things> {
  const byTest = new Map<number, Set<string>>();
  for (const exchange of exchanges) {
    const things = exchange.from === undefined ? listThings(exchange) : [];
    const ordinal = things.length === 0 ? undefined : findWindow(exchange, context)?.ordinal;
    if (ordinal === undefined) continue;
    const known = byTest.get(ordinal) ?? new Set();
    byTest.set(ordinal, known);
    for (const thing of things) known.add(thing);
  }
  return byTest;
}

interface Placed {
  readonly exchange: Exchange;
  readonly window: TestWindow | undefined;
}

// What components ask each other they ask for the sake of what they were asked: it belongs to the test of the exchange that it lies within.
function placeExchanges(exchanges: readonly Exchange[], context: ExchangeContext): readonly Placed[] {
  const own = exchanges
    .filter(({ from }) => from === undefined)
    .map((exchange) => ({ exchange, window: findWindow(exchange, context) }));
  const between = exchanges
    .filter(({ from }) => from !== undefined)
    .map((exchange) => {
      const around = findAround(own, exchange, 0) ?? findAround(own, exchange, SKEW_MS);
      return { exchange, window: around?.window ?? findWindow(exchange, context) };
    });
  return [...own, ...between];
}

// Exactly first: of short tests the next one asks within the tolerance already.
function findAround(own: readonly Placed[], inner: Exchange, skewMs: number): Placed | undefined {
  return own.findLast(({ exchange: { atMs, tookMs = Number.POSITIVE_INFINITY }, window }) => {
    return window !== undefined && atMs - skewMs <= inner.atMs && inner.atMs <= atMs + tookMs + skewMs;
  });
}

// What components ask each other in vain while tests pass is no sign of anything; unless it is for what this test named, and none of those.
function makeUsualFinder(placed: readonly Placed[]): (exchange: Exchange, window: TestWindow) => boolean {
  const vain = placed.filter(({ exchange: { from, end } }) => from !== undefined && end !== 'answered');
  const passed = vain.filter(({ window }) => window?.isPassed === true).map(({ exchange }) => exchange);
  const [usual, asked] = [new Set(passed.map(betweenKey)), new Set(passed.map(({ method }) => method))];
  const own = placed.filter(({ exchange }) => exchange.from === undefined);
  return (exchange, window) => {
    if (exchange.from === undefined || !usual.has(betweenKey(exchange))) return false;
    const name = exchange.method.replace(/\?.*$/u, '').split('/').at(-1) ?? '';
    const isNamed = (one: Placed): boolean => one.window === window && one.exchange.request.includes(`"${name}"`);
    return asked.has(exchange.method) || name.length < LEAST_NAME || !own.some(isNamed);
  };
}

/** What is shorter stands everywhere. */
const LEAST_NAME = 3;

// What is answered in the same form while tests pass is neither what a service stumbles over, nor what it does wrong.
function listWell(placed: readonly Placed[]): ReadonlySet<string> {
  const passed = placed.filter(({ window }) => window?.isPassed === true);
  return new Set(passed.flatMap(({ exchange }) => shapeKey(exchange) ?? []));
}

/** Who asked whom which route, the code, and the fields that came, without their values. Between components only what went well is of a form. */
function shapeKey({ from = '', address, method, end, code = '', answer }: Exchange): string | undefined {
  if (end !== 'answered' && (from !== '' || end !== 'error')) return undefined;
  const route = from === '' ? normaliseLine(method.replace(/\?.*$/u, '')) : folderOf(method);
  const fields = [...answer.matchAll(/"([^"\\]{1,60})"\s*:\s*(["{[tfn\d-])/gu)].map(
    ([, name, sort]) => `${name}${sortOf(sort)}`,
  );
  return [from, address, route, from === '' ? code : '', ...new Set(fields)].join(' ');
}

function sortOf(sort = ''): string {
  return /[\d-]/u.test(sort) ? '0' : sort;
}

function betweenKey({ from = '', address, method, end, code = '' }: Exchange): string {
  return [from, address, normaliseLine(method), end, code].join(' ');
}

// What a test runner asks of parts of its own is heard as well; what came to nothing tells, wherever it went.
function isOfNobody({ by, end, address }: Exchange, { ownerOf }: ExchangeContext): boolean {
  return by === 'runtime' && (end === 'answered' || end === 'error') && ownerOf(portOf(address)) === undefined;
}

function lastFew(told: readonly Exchange[]): readonly Exchange[] {
  const own = told.filter(({ from }) => from === undefined);
  const between = told.filter(({ from }) => from !== undefined);
  const [calls, media] = [own.filter((one) => !isOfMedia(one)), own.filter(isOfMedia)];
  return [...lastOf(calls, PER_TEST), ...lastOf(media, MEDIA_PER_TEST), ...lastOf(between, BETWEEN_PER_TEST)].toSorted(
    (one, other) => one.atMs - other.atMs,
  );
}

function isOfMedia({ protocol }: Exchange): boolean {
  return protocol === 'rtsp';
}

function lastOf(told: readonly Exchange[], most: number): readonly Exchange[] {
  const wrong = told.filter(({ end }) => end !== 'answered').slice(-most);
  const room = most - wrong.length;
  return [...wrong, ...(room === 0 ? [] : told.filter(({ end }) => end === 'answered').slice(-room))];
}

function cleanElsewhere({ method, request, answer, ...rest }: Elsewhere, { clean }: ExchangeContext): Elsewhere {
  return { ...rest, method: clean(method), request: clean(request), answer: clean(answer) };
}
