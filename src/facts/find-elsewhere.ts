import { holds, present, withoutCallId } from '#domain';
import type { Elsewhere } from '#domain';
import { folderOf } from './find-unlike.ts';
import { normaliseLine } from './log-line.ts';
import type { Exchange } from './read-exchanges.ts';
import type { TestWindow } from './test-window.ts';
import { NAMING } from './told-before.ts';

/** Where an exchange belongs. */
export interface InTest {
  readonly exchange: Exchange;
  readonly window: TestWindow | undefined;
}

/** Tells of an exchange of a red test what tests that passed were told. */
export type ElsewhereFinder = (exchange: Exchange, window: TestWindow) => readonly Elsewhere[] | undefined;

/** So many of one route are looked through, the newest. */
const MOST_COMPARED = 1000;
const MOST_WANTED = 8;

/** An answer to a test that passed. */
interface Told {
  readonly exchange: Exchange;
  readonly test: number;
  readonly question: string;
  /** The same without its numbers. */
  readonly form: string;
}

/** Made once for an attempt; where nothing is red, nothing is read. */
export function makeElsewhereFinder(placed: readonly InTest[]): ElsewhereFinder {
  let routes: ReadonlyMap<string, readonly Told[]> | undefined;
  return (exchange, window) => {
    routes ??= listPassed(placed);
    const told = routes.get(routeOf(exchange)) ?? [];
    const found = [
      describe('same', nearest(told, exchange, isSame(exchange))),
      describe('like', nearest(told, exchange, isLike(exchange))),
      ...(exchange.from === undefined
        ? [
            describe('made', findMaking(exchange, window, { placed, routes })),
            describe('wanted', findWanted(exchange, window, told)),
          ]
        : []),
    ].flatMap((one) => one ?? []);
    return found.length === 0 ? undefined : found;
  };
}

function listPassed(placed: readonly InTest[]): ReadonlyMap<string, readonly Told[]> {
  const routes = new Map<string, Told[]>();
  for (const { exchange, window } of placed) {
    if (window?.isPassed !== true || (exchange.end !== 'answered' && exchange.end !== 'error')) continue;
    const told = routes.get(routeOf(exchange)) ?? [];
    routes.set(routeOf(exchange), told);
    const question = questionOf(exchange);
    told.push({ exchange, test: window.ordinal, question, form: formOf(question) });
    if (told.length > MOST_COMPARED) told.shift();
  }
  return routes;
}

function describe(how: Elsewhere['how'], told: Told | undefined): Elsewhere | undefined {
  if (told === undefined) return undefined;
  const { method, request, code, answer } = told.exchange;
  return { how, test: told.test, method, request, answer, ...present({ code }) };
}

/** The last one before, else the first one after. */
function nearest(told: readonly Told[], { atMs }: Exchange, fits: (one: Told) => boolean): Told | undefined {
  return told.findLast((one) => one.exchange.atMs < atMs && fits(one)) ?? told.find(fits);
}

function isSame(exchange: Exchange): (one: Told) => boolean {
  const question = questionOf(exchange);
  return (one) => one.question === question;
}

function isLike(exchange: Exchange): (one: Told) => boolean {
  const question = questionOf(exchange);
  const form = formOf(question);
  return (one) => one.question !== question && one.form === form;
}

function formOf(question: string): string {
  return question.replaceAll(NUMBER, '#');
}

const NUMBER = /-?\d+(?:\.\d+)?/gu;

/** What lies in one folder is asked for by one route: `GET /prices/bread` and `GET /prices/milk`. */
function routeOf({ from = '', address, method }: Exchange): string {
  const folder = folderOf(method);
  return [from, address, normaliseLine(/^\S+ \/$|^$/u.test(folder) ? pathOf(method) : folder)].join(' ');
}

function pathOf(method: string): string {
  return method.replace(/\?.*$/u, '');
}

// Calls are numbered on their connection.
function questionOf({ protocol, method, request, requestHeaders = {} }: Exchange): string {
  const asked = protocol === 'json-rpc' ? withoutCallId(request) : request;
  return `${method}\n${asked}\n${JSON.stringify(requestHeaders)}`;
}

const WANTED = /"([^"\\\n]{2,80})"|'([^'\\\n]{2,80})'|(?<![\w.])-?\d+(?:\.\d+)?(?!\w)/gu;

// With what the failure wants, and this very answer does not hold.
function findWanted(exchange: Exchange, { wanted = '' }: TestWindow, told: readonly Told[]): Told | undefined {
  if (exchange.end !== 'answered') return undefined;
  const isSameQuestion = isSame(exchange);
  for (const value of listValues(wanted)) {
    if (holds(exchange.answer, value)) continue;
    const found = nearest(told, exchange, (one) => !isSameQuestion(one) && holds(one.exchange.answer, value));
    if (found !== undefined) return found;
  }
  return undefined;
}

function listValues(wanted: string): readonly string[] {
  const found = [...wanted.matchAll(WANTED)].map(([all, double, single]) => double ?? single ?? all);
  const whole = wanted.length <= 80 ? [wanted] : [];
  return [...new Set([...whole, ...found])].filter((one) => one.length > 1).slice(0, MOST_WANTED);
}

interface All {
  readonly placed: readonly InTest[];
  readonly routes: ReadonlyMap<string, readonly Told[]>;
}

const NAMED = /^\S+ ((?:\/[^/?#]+)*?\/[A-Za-z][\w-]*)\/([^/?#]+)/u;

// What the route names (`/orders/7`), where no answer to this test had told of it.
function findMaking(exchange: Exchange, window: TestWindow, { placed, routes }: All): Told | undefined {
  const [, collection, name] = exchange.protocol === 'http' ? (NAMED.exec(exchange.method) ?? []) : [];
  if (collection === undefined || name === undefined) return undefined;
  const makings = routes.get(routeOf({ ...exchange, method: `POST ${collection}` })) ?? [];
  const made = nearest(makings, exchange, (one) => one.exchange.end === 'answered' && isNamed(one.exchange, name));
  if (made === undefined || made.exchange.atMs > exchange.atMs) return undefined;
  const isKnown = placed.some(({ exchange: one, window: of }) => {
    if (one.from !== undefined || one === made.exchange || one === exchange || isReading(one)) return false;
    const isOwn = of?.ordinal === window.ordinal && isNamed(one, name);
    return isOwn || isChange(one, name, [made.exchange.atMs, exchange.atMs]);
  });
  return isKnown ? undefined : made;
}

function isReading({ method }: Exchange): boolean {
  return /^(?:GET|HEAD|OPTIONS) /u.test(method);
}

// Whatever had a part in it since may have changed it.
function isChange({ method, request, atMs }: Exchange, name: string, [from, to]: readonly [number, number]): boolean {
  return from < atMs && atMs < to && holds(`${method}\n${request}`, name);
}

function isNamed({ answer }: Exchange, name: string): boolean {
  const escaped = name.replaceAll(/[.*+?^${}()|[\]\\]/gu, String.raw`\$&`);
  return new RegExp(`${NAMING}"?${escaped}"?(?=[,}\\s])`, 'u').test(answer);
}
