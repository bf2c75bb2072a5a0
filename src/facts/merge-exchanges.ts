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
  const takeOut = (place: Place): ((one: Exchange) => boolean) => {
    const begins = new Map<string, number>();
    return (one) => {
      const key = keyOf(one);
      const told = open.get(key) ?? [];
      const begin = skipPast(told, begins.get(key) ?? 0, (other) => place.isPast(other, one));
      begins.set(key, begin);
      return !takeFirst(told, begin, (other) => compareTo(place, other, one));
    };
  };
  return byTime(record).filter(takeOut(WITHIN)).filter(takeOut(NEAR));
}

/** Where one exchange may lie beside another that stands for it. */
interface Place {
  /** Too old for this one, and so for every later one. */
  readonly isPast: (told: Exchange, one: Exchange) => boolean;
  readonly fits: (told: Exchange, one: Exchange) => boolean;
}

/** Clocks of two processes are read one after the other. */
const TOLERANCE_MS = 1;

// Who asks stamps it before it is sent, and its end when it has come.
const WITHIN: Place = {
  isPast: ({ atMs, tookMs = NEAR_MS }, one) => atMs + tookMs + TOLERANCE_MS < one.atMs,
  fits: ({ atMs, tookMs = NEAR_MS }, one) =>
    atMs - TOLERANCE_MS <= one.atMs && one.atMs <= atMs + tookMs + TOLERANCE_MS,
};

const NEAR: Place = {
  isPast: ({ atMs }, one) => atMs + NEAR_MS < one.atMs,
  fits: ({ atMs }, one) => Math.abs(atMs - one.atMs) <= NEAR_MS,
};

type Answer = 'fits' | 'not' | 'too-late';

function compareTo({ fits }: Place, told: Exchange, one: Exchange): Answer {
  if (told.atMs > one.atMs + NEAR_MS) return 'too-late';
  return fits(told, one) ? 'fits' : 'not';
}

// A suite may record 20,000 exchanges of one method: what lies behind is passed over once, and nothing is looked for beyond what can fit.
function skipPast(told: readonly Exchange[], begin: number, isPast: (one: Exchange) => boolean): number {
  let at = begin;
  for (let one = told[at]; one !== undefined && isPast(one); one = told[at]) at += 1;
  return at;
}

/** True when there was one; it is taken out. */
function takeFirst(told: Exchange[], begin: number, compare: (one: Exchange) => Answer): boolean {
  for (let at = begin; at < told.length; at += 1) {
    const one = told[at];
    const answer = one === undefined ? 'too-late' : compare(one);
    if (answer === 'too-late') return false;
    if (answer === 'not') continue;
    told.splice(at, 1);
    return true;
  }
  return false;
}

function byTime(exchanges: readonly Exchange[]): readonly Exchange[] {
  return exchanges.toSorted((one, other) => one.atMs - other.atMs);
}

// `localhost` and `127.0.0.1` are one place.
function portOf(address: string): string {
  return address.replace(/^.*:/u, '');
}
