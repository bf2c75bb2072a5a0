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

// Each exchange of the earlier records stands for one of the later: the first that is near enough.
function listNew(
  record: readonly Exchange[],
  known: readonly Exchange[],
  placeOf: (address: string) => string,
): readonly Exchange[] {
  const keyOf = ({ protocol, address, method, from = '' }: Exchange): string =>
    [from, protocol, placeOf(address), method].join(' ');
  const open = new Map<string, { readonly times: number[]; next: number }>();
  for (const one of known) {
    const key = keyOf(one);
    const told = open.get(key) ?? { times: [], next: 0 };
    told.times.push(one.atMs);
    open.set(key, told);
  }
  for (const { times } of open.values()) times.sort((one, other) => one - other);
  return byTime(record).filter((one) => {
    const told = open.get(keyOf(one));
    if (told === undefined) return true;
    while ((told.times[told.next] ?? Number.POSITIVE_INFINITY) < one.atMs - NEAR_MS) told.next += 1;
    const isNew = (told.times[told.next] ?? Number.POSITIVE_INFINITY) > one.atMs + NEAR_MS;
    if (!isNew) told.next += 1;
    return isNew;
  });
}

function byTime(exchanges: readonly Exchange[]): readonly Exchange[] {
  return exchanges.toSorted((one, other) => one.atMs - other.atMs);
}

// `localhost` and `127.0.0.1` are one place.
function portOf(address: string): string {
  return address.replace(/^.*:/u, '');
}
