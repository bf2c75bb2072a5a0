import type { LocatedEntry, LocatedMap } from './located.ts';

/** What config reads itself, and the rest, which is a kind's or an engine's. Undefined when the value is no map. */
export function splitKeys(
  entry: LocatedEntry,
  keys: readonly string[],
): { readonly own: LocatedEntry; readonly rest: LocatedEntry } | undefined {
  const { place, value } = entry;
  if (value.kind !== 'map') return undefined;
  const pick = (wanted: boolean): LocatedMap => ({
    ...value,
    entries: new Map([...value.entries].filter(([key]) => keys.includes(key) === wanted)),
  });
  return { own: { place, value: pick(true) }, rest: { place, value: pick(false) } };
}
