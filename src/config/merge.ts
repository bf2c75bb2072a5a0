import { plainAt, withEntry, withoutEntries } from './located.ts';
import type { Located, LocatedList, LocatedMap } from './located.ts';

/**
 * Lays one configuration over another. Maps are merged key by key; `null` removes a key; lists whose items all have a `name` are
 * merged by it (new names are appended); everything else is replaced whole.
 */
export function mergeLocated(base: Located, overlay: Located): Located {
  if (base.kind === 'map' && overlay.kind === 'map') return mergeMaps(base, overlay);
  if (base.kind === 'list' && overlay.kind === 'list' && isNamed(base) && isNamed(overlay))
    return mergeNamed(base, overlay);
  return overlay;
}

function mergeMaps(base: LocatedMap, overlay: LocatedMap): LocatedMap {
  let merged = base;
  for (const [key, { value }] of overlay.entries) {
    const below = merged.entries.get(key)?.value;
    if (value.kind === 'scalar' && value.value === null) merged = withoutEntries(merged, [key]);
    else merged = withEntry(merged, key, below === undefined ? value : mergeLocated(below, value));
  }
  return merged;
}

function mergeNamed(base: LocatedList, overlay: LocatedList): LocatedList {
  const items = [...base.items];
  for (const item of overlay.items) {
    const index = items.findIndex((below) => nameOf(below) === nameOf(item));
    const below = items[index];
    if (below === undefined) items.push(item);
    else items[index] = mergeLocated(below, item);
  }
  return { ...base, items };
}

// An entry without a name (`pack: camera`) stands for itself.
function isNamed(list: LocatedList): boolean {
  return list.items.length > 0 && list.items.every((item) => item.kind === 'map') && list.items.some(hasName);
}

function hasName(item: Located): boolean {
  return nameOf(item) !== undefined;
}

function nameOf(item: Located): string | undefined {
  for (const key of ['name', 'pack']) {
    const value = plainAt(item, key);
    if (typeof value === 'string') return `${key} ${value}`;
  }
  return undefined;
}
