import type { Exchange } from './read-exchanges.ts';

/** Where an exchange belongs: a test's ordinal, or to none. */
export interface Placed {
  readonly exchange: Exchange;
  readonly ordinal: number | undefined;
}

/**
 * Tells of an answer to the suite which of its values components told only for other tests, and before; and of a question between components
 * which of the names in it only other tests had named, and before.
 */
export type KeptFinder = (exchange: Exchange, ordinal: number) => readonly string[] | undefined;

/** For which tests a value was told or named, and when first for each. */
type Known = Map<number | undefined, number>;

const MOST_KEPT = 4;
const MOST_KNOWN = 20_000;

/** Made once for an attempt, of what tests named and components told each other; where nothing is red, nothing is read. */
export function makeKeptFinder(placed: readonly Placed[]): KeptFinder {
  let index: Index | undefined;
  return (exchange, ordinal) => {
    if (exchange.end !== 'answered') return undefined;
    const { told, named, asked } = (index ??= makeIndex(placed));
    if (told.size === 0) return undefined;
    const isOfOthers = (known: Known | undefined): boolean =>
      known !== undefined && !known.has(ordinal) && [...known.values()].some((atMs) => atMs < exchange.atMs);
    // What another component told for this test may be asked for as well.
    const isTold = (value: string): boolean =>
      (told.get(value)?.get(ordinal) ?? Number.POSITIVE_INFINITY) < exchange.atMs;
    const values =
      exchange.from === undefined
        ? [...listValues(exchange.answer)].filter((value) => isOfOthers(told.get(value)))
        : listNames(exchange.method).filter((value) => isOfOthers(named.get(value)) && !isTold(value));
    const kept = values.filter((value) => asked.get(ordinal)?.includes(value) !== true);
    return kept.length === 0 ? undefined : kept.slice(0, MOST_KEPT);
  };
}

interface Index {
  /** What components told each other, by value. */
  readonly told: ReadonlyMap<string, Known>;
  /** What tests named in their requests, by name. */
  readonly named: ReadonlyMap<string, Known>;
  /** By test, all that it asked. */
  readonly asked: ReadonlyMap<number, string>;
}

function makeIndex(placed: readonly Placed[]): Index {
  const told = new Map<string, Known>();
  const named = new Map<string, Known>();
  const asked = new Map<number, string>();
  for (const { exchange, ordinal } of placed) {
    const { from, end, method, request, answer, atMs } = exchange;
    if (from === undefined) {
      note(named, [...listNames(method), ...listValues(request)], { ordinal, atMs });
      if (ordinal !== undefined) asked.set(ordinal, `${asked.get(ordinal) ?? ''}\n${method} ${request}`);
    } else if (end === 'answered') note(told, listValues(answer), { ordinal, atMs });
  }
  return { told, named, asked };
}

function note(known: Map<string, Known>, values: Iterable<string>, { ordinal, atMs }: Of): void {
  if (known.size > MOST_KNOWN) return;
  for (const value of values) {
    const of: Known = known.get(value) ?? new Map();
    of.set(ordinal, Math.min(of.get(ordinal) ?? atMs, atMs));
    known.set(value, of);
  }
}

interface Of {
  readonly ordinal: number | undefined;
  readonly atMs: number;
}

/** The last step of a route, and what its query asks for. */
export function listNames(method: string): readonly string[] {
  const [path = '', query = ''] = method.replace(/^\S+ /u, '').split('?');
  const asked = query.split('&').map((one) => one.split('=')[1] ?? '');
  return [path.split('/').at(-1) ?? '', ...asked].filter((one) => one.length > 2);
}

const VALUE = /"((?:[^"\\]|\\.)*)"(\s*:)?/gu;

/** Texts of an answer without the names of its fields; those of a letter or two stand everywhere. */
export function listValues(answer: string): ReadonlySet<string> {
  const found = [...answer.matchAll(VALUE)].flatMap(([, text = '', colon]) => (colon === undefined ? [text] : []));
  return new Set(found.filter((text) => text.length > 2 && text.length <= 80));
}
