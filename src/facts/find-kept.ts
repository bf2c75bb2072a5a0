import type { Exchange } from './read-exchanges.ts';

/** Where an exchange belongs: a test's ordinal, or to none. */
export interface Placed {
  readonly exchange: Exchange;
  readonly ordinal: number | undefined;
}

/** Tells of an answer which of its values components told only for other tests, and before. */
export type KeptFinder = (exchange: Exchange, ordinal: number) => readonly string[] | undefined;

/** For which tests a value was told, and when first. */
interface Told {
  readonly ordinals: Set<number | undefined>;
  readonly firstMs: number;
}

const MOST_KEPT = 4;
const MOST_TOLD = 20_000;

/** Made once for an attempt, of what components told each other; where nothing is red, nothing is read. */
export function makeKeptFinder(placed: readonly Placed[]): KeptFinder {
  let index: Index | undefined;
  return ({ from, end, answer, atMs }, ordinal) => {
    if (from !== undefined || end !== 'answered') return undefined;
    const { told, asked } = (index ??= makeIndex(placed));
    if (told.size === 0) return undefined;
    const isKept = (value: string): boolean => {
      const known = told.get(value);
      return known !== undefined && known.firstMs < atMs && !known.ordinals.has(ordinal);
    };
    const kept = [...listValues(answer)].filter((value) => isKept(value) && !asked.get(ordinal)?.includes(value));
    return kept.length === 0 ? undefined : kept.slice(0, MOST_KEPT);
  };
}

interface Index {
  readonly told: ReadonlyMap<string, Told>;
  /** By test, all that it asked. */
  readonly asked: ReadonlyMap<number, string>;
}

function makeIndex(placed: readonly Placed[]): Index {
  return { told: listTold(placed), asked: listAsked(placed) };
}

function listTold(placed: readonly Placed[]): Index['told'] {
  const told = new Map<string, Told>();
  for (const { exchange, ordinal } of placed) {
    if (exchange.from === undefined || exchange.end !== 'answered') continue;
    for (const value of listValues(exchange.answer)) {
      const { ordinals = new Set<number | undefined>(), firstMs = Number.POSITIVE_INFINITY } = told.get(value) ?? {};
      told.set(value, { ordinals: ordinals.add(ordinal), firstMs: Math.min(firstMs, exchange.atMs) });
    }
    if (told.size > MOST_TOLD) return told;
  }
  return told;
}

function listAsked(placed: readonly Placed[]): Index['asked'] {
  const asked = new Map<number, string>();
  for (const { exchange, ordinal } of placed) {
    if (exchange.from !== undefined || ordinal === undefined) continue;
    asked.set(ordinal, `${asked.get(ordinal) ?? ''}\n${exchange.method} ${exchange.request}`);
  }
  return asked;
}

const VALUE = /"((?:[^"\\]|\\.)*)"(\s*:)?/gu;

/** Texts of an answer without the names of its fields; those of a letter or two stand everywhere. */
function listValues(answer: string): ReadonlySet<string> {
  const found = [...answer.matchAll(VALUE)].flatMap(([, text = '', colon]) => (colon === undefined ? [text] : []));
  return new Set(found.filter((text) => text.length > 2 && text.length <= 80));
}
