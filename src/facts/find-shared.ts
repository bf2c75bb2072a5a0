import type { Placed } from './find-kept.ts';
import { listNames, listValues } from './find-kept.ts';

/** Tells of a question of the suite which of the names in its route tests before had given in requests of their own. */
export type SharedFinder = (placed: Placed) => readonly string[] | undefined;

const MOST_KNOWN = 20_000;

/** Made once for an attempt; where nothing is red, nothing is read. */
export function makeSharedFinder(all: readonly Placed[]): SharedFinder {
  let index: ReadonlyMap<string, ReadonlySet<number>> | undefined;
  return ({ exchange, ordinal }) => {
    if (exchange.from !== undefined || exchange.protocol !== 'http' || ordinal === undefined) return undefined;
    const given = (index ??= indexGiven(all));
    const shared = listNames(exchange.method).filter((name) =>
      [...(given.get(name) ?? [])].some((other) => other < ordinal),
    );
    return shared.length === 0 ? undefined : shared;
  };
}

/** By name, the tests that gave it. */
function indexGiven(all: readonly Placed[]): ReadonlyMap<string, ReadonlySet<number>> {
  const given = new Map<string, Set<number>>();
  for (const { exchange, ordinal } of all) {
    if (exchange.from !== undefined || ordinal === undefined) continue;
    for (const name of listValues(exchange.request)) {
      const known = given.get(name);
      if (known !== undefined) known.add(ordinal);
      else if (given.size < MOST_KNOWN) given.set(name, new Set([ordinal]));
    }
  }
  return given;
}
