import type { SourcePlace } from '#domain';

/** A value that knows where it was written, so that a mistake found late can still be shown with file, line and column. */
export type Located = LocatedMap | LocatedList | LocatedScalar;

export interface LocatedMap {
  readonly kind: 'map';
  readonly place: SourcePlace;
  readonly entries: ReadonlyMap<string, LocatedEntry>;
}

export interface LocatedEntry {
  /** Of the key. */
  readonly place: SourcePlace;
  readonly value: Located;
}

export interface LocatedList {
  readonly kind: 'list';
  readonly place: SourcePlace;
  readonly items: readonly Located[];
}

export interface LocatedScalar {
  readonly kind: 'scalar';
  readonly place: SourcePlace;
  readonly value: unknown;
}

export type Path = readonly (string | number)[];

/** The plain value. */
export function toPlain(located: Located): unknown {
  if (located.kind === 'scalar') return located.value;
  if (located.kind === 'list') return located.items.map(toPlain);
  return Object.fromEntries([...located.entries].map(([key, entry]) => [key, toPlain(entry.value)]));
}

/** A plain value of which only the place of the whole is known: a flag, or the export of a module. */
export function locate(value: unknown, place: SourcePlace): Located {
  if (Array.isArray(value)) return { kind: 'list', place, items: value.map((item) => locate(item, place)) };
  if (typeof value !== 'object' || value === null) return { kind: 'scalar', place, value };
  const entries = Object.entries(value).map(
    ([key, item]: [string, unknown]) => [key, { place, value: locate(item, place) }] as const,
  );
  return { kind: 'map', place, entries: new Map(entries) };
}

/** What stands at a path; undefined when nothing does. */
export function lookUp(located: Located, path: Path): LocatedEntry | undefined {
  let found: LocatedEntry = { place: located.place, value: located };
  for (const step of path) {
    const next = stepInto(found.value, step);
    if (next === undefined) return undefined;
    found = next;
  }
  return found;
}

function stepInto(located: Located, step: string | number): LocatedEntry | undefined {
  if (located.kind === 'map') return located.entries.get(String(step));
  if (located.kind === 'scalar') return undefined;
  const item = located.items[Number(step)];
  return item === undefined ? undefined : { place: item.place, value: item };
}

/** What stands under a key of a map. */
export function childOf(located: Located, key: string): Located | undefined {
  return located.kind === 'map' ? located.entries.get(key)?.value : undefined;
}

/** The plain value under a key; undefined when it is absent. */
export function plainAt(located: Located, key: string): unknown {
  const child = childOf(located, key);
  return child === undefined ? undefined : toPlain(child);
}

/** Where a path was written: its key; where it is absent, the key of what should have held it. */
export function placeOf(entry: LocatedEntry, path: Path): SourcePlace {
  for (let length = path.length; length > 0; length -= 1) {
    const found = lookUp(entry.value, path.slice(0, length));
    if (found !== undefined) return found.place;
  }
  return entry.place;
}

/** Where the value at a path was written; where it is absent, as `placeOf`. */
export function placeOfValue(entry: LocatedEntry, path: Path): SourcePlace {
  return lookUp(entry.value, path)?.value.place ?? placeOf(entry, path);
}

/** The map with one entry more, or replaced. */
export function withEntry(map: LocatedMap, key: string, value: Located): LocatedMap {
  const place = map.entries.get(key)?.place ?? value.place;
  return { ...map, entries: new Map([...map.entries, [key, { place, value }]]) };
}

/** The map without some of its entries. */
export function withoutEntries(map: LocatedMap, keys: readonly string[]): LocatedMap {
  return { ...map, entries: new Map([...map.entries].filter(([key]) => !keys.includes(key))) };
}
