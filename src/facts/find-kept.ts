import type { Exchange } from './read-exchanges.ts';

/** Where an exchange belongs: a test's ordinal, or to none. */
export interface Placed {
  readonly exchange: Exchange;
  readonly ordinal: number | undefined;
}

/** Tells of an answer which of its values components told only for other tests, and before. */
export type KeptFinder = (exchange: Exchange, ordinal: number) => readonly string[] | undefined;

interface Told {
  readonly ordinal: number | undefined;
  readonly atMs: number;
}

const MOST_KEPT = 4;
const MOST_TOLD = 20_000;

/** Made once for an attempt: what components told each other, by value. */
export function makeKeptFinder(placed: readonly Placed[]): KeptFinder {
  const told = new Map<string, Told[]>();
  const asked = new Map<number, string>();
  for (const { exchange, ordinal } of placed) {
    if (exchange.from === undefined) {
      if (ordinal !== undefined)
        asked.set(ordinal, `${asked.get(ordinal) ?? ''}\n${exchange.method} ${exchange.request}`);
      continue;
    }
    if (exchange.end !== 'answered' || told.size > MOST_TOLD) continue;
    for (const value of listValues(exchange.answer)) {
      const known = told.get(value);
      if (known === undefined) told.set(value, [{ ordinal, atMs: exchange.atMs }]);
      else known.push({ ordinal, atMs: exchange.atMs });
    }
  }
  return ({ from, end, answer, atMs }, ordinal) => {
    if (from !== undefined || end !== 'answered' || told.size === 0) return undefined;
    const isKept = (value: string): boolean => {
      const of = told.get(value) ?? [];
      return of.some((one) => one.atMs < atMs) && of.every((one) => one.ordinal !== ordinal);
    };
    const kept = [...listValues(answer)].filter((value) => isKept(value) && !asked.get(ordinal)?.includes(value));
    return kept.length === 0 ? undefined : kept.slice(0, MOST_KEPT);
  };
}

const VALUE = /"((?:[^"\\]|\\.)*)"(\s*:)?/gu;

/** Texts of an answer without the names of its fields; those of a letter or two stand everywhere. */
function listValues(answer: string): ReadonlySet<string> {
  const found = [...answer.matchAll(VALUE)].flatMap(([, text = '', colon]) => (colon === undefined ? [text] : []));
  return new Set(found.filter((text) => text.length > 2 && text.length <= 80));
}
