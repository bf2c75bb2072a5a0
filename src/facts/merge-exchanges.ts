import type { Exchange } from './read-exchanges.ts';

/** Two records of one exchange are stamped by different processes, and one of them may first load its client. */
const NEAR_MS = 1000;

/**
 * Several records of the same suite as one, in the order of time. What an earlier record holds is not told again: of each exchange the one
 * who asked knows best, then its runtime, then who saw it go by. `placeOf` makes one place of the addresses under which different records know it.
 */
export function mergeExchanges(
  records: readonly (readonly Exchange[])[],
  placeOf: (address: string) => string = portOf,
): readonly Exchange[] {
  const [first = [], ...others] = records;
  let known = first;
  for (const record of others) known = [...known, ...listNew(record, known, placeOf)];
  return byTime(known);
}

// Each exchange of the earlier records stands for one of the later: for the one that lies within it, and only where there is none for one that is near.
function listNew(
  record: readonly Exchange[],
  known: readonly Exchange[],
  placeOf: (address: string) => string,
): readonly Exchange[] {
  const keyOf = ({ protocol, address, method, from = '' }: Exchange): string =>
    [from, protocol, placeOf(address), method].join(' ');
  const open = new Map<string, Exchange[]>();
  for (const one of byTime(known)) {
    const told = open.get(keyOf(one));
    if (told === undefined) open.set(keyOf(one), [one]);
    else told.push(one);
  }
  const takeOut = (fits: (told: Exchange, one: Exchange) => boolean) => (one: Exchange) =>
    !takeFirst(open.get(keyOf(one)) ?? [], (told) => fits(told, one));
  return byTime(record).filter(takeOut(isWithin)).filter(takeOut(isNear));
}

/** Clocks of two processes are read one after the other. */
const TOLERANCE_MS = 1;

// Who asks stamps it before it is sent, and its end when it has come.
function isWithin({ atMs, tookMs = NEAR_MS }: Exchange, seen: Exchange): boolean {
  return atMs - TOLERANCE_MS <= seen.atMs && seen.atMs <= atMs + tookMs + TOLERANCE_MS;
}

function isNear(told: Exchange, seen: Exchange): boolean {
  return Math.abs(told.atMs - seen.atMs) <= NEAR_MS;
}

/** True when there was one; it is taken out. In order of time: what is passed over for being too old is never asked for again. */
function takeFirst(told: Exchange[], fits: (one: Exchange) => boolean): boolean {
  const at = told.findIndex(fits);
  if (at !== -1) told.splice(at, 1);
  return at !== -1;
}

function byTime(exchanges: readonly Exchange[]): readonly Exchange[] {
  return exchanges.toSorted((one, other) => one.atMs - other.atMs);
}

// `localhost` and `127.0.0.1` are one place.
function portOf(address: string): string {
  return address.replace(/^.*:/u, '');
}
