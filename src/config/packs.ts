import { describeNearest } from '#domain';
import type { SourcePlace } from '#domain';
import { checkValue } from './check-value.ts';
import type { Issue } from './issue.ts';
import { toJsonSchema } from './json-schema.ts';
import { childOf, placeOfValue, plainAt, toPlain } from './located.ts';
import type { Located, LocatedEntry, LocatedMap, Path } from './located.ts';
import { mergeLocated } from './merge.ts';
import type { PackHead, PackUse } from './raw.ts';
import { readYamlFile } from './read-file.ts';
import type { ReadFile } from './read-file.ts';
import type { LoadRequest } from './request.ts';
import { packHead, packUse } from './sections.ts';
import { splitKeys } from './split-keys.ts';
import type { SuiteSource } from './suites.ts';

const PACK_NAME = /^[a-z][a-z0-9-]*$/u;

/** A pack that the configuration uses. */
export interface UsedPack {
  readonly file: ReadFile;
  readonly head: PackHead;
  /** Of the use: what the pack misses is told there. */
  readonly place: SourcePlace;
  readonly suites: readonly SuiteSource[];
}

/** Reads what a `pack:` entry stands for: the suites of a bundled pack, with the entry's choice and overlays. */
export function readPack(
  use: { readonly entry: LocatedEntry; readonly shown: Path },
  request: LoadRequest,
  issues: Issue[],
): UsedPack | undefined {
  const { entry, shown } = use;
  const wanted = checkValue(packUse, { ...entry, shown, keys: toJsonSchema(packUse) }, issues);
  if (wanted === undefined) return undefined;
  const place = placeOfValue(entry, ['pack']);
  const file = findPack(wanted.pack, request, place, issues);
  const head = file?.tree === undefined ? undefined : readHead(file.tree, issues);
  if (file?.tree === undefined || head === undefined) return undefined;
  const items = layOver(file.tree, entry.value, issues).filter((item) => isWanted(nameOf(item), wanted));
  const cwd = request.files.folderOf(file.path);
  const suites = items.map((item) => ({
    entry: { place: item.place, value: item },
    shown: ['pack', wanted.pack, nameOf(item)],
    cwd,
  }));
  return { file, head, place, suites };
}

function findPack(pack: string, request: LoadRequest, place: SourcePlace, issues: Issue[]): ReadFile | undefined {
  const path = request.files.resolve(request.packageRoot, `suites/${pack}/pack.yaml`);
  if (PACK_NAME.test(pack) && request.files.exists(path)) return readYamlFile(path, request, issues);
  issues.push({ place, text: `there is no bundled pack "${pack}"` });
  return undefined;
}

function readHead(tree: LocatedMap, issues: Issue[]): PackHead | undefined {
  const parts = splitKeys({ place: tree.place, value: tree }, ['suites']);
  if (parts === undefined) return undefined;
  return checkValue(packHead, { ...parts.rest, shown: [], keys: toJsonSchema(packHead) }, issues);
}

// The suites of the pack, each under what the entry lays over it.
function layOver(pack: LocatedMap, use: Located, issues: Issue[]): readonly Located[] {
  const list = childOf(pack, 'suites');
  if (list?.kind !== 'list') {
    issues.push({ place: pack.place, text: 'a pack must have a list of suites' });
    return [];
  }
  tellUnknown(list.items.map(nameOf), use, issues);
  const overlays = childOf(use, 'overrides');
  return list.items.map((item) => {
    const overlay = overlays === undefined ? undefined : childOf(overlays, nameOf(item));
    return overlay === undefined ? item : mergeLocated(item, overlay);
  });
}

function isWanted(name: string, { only, except }: PackUse): boolean {
  return (only === undefined || only.includes(name)) && except?.includes(name) !== true;
}

function tellUnknown(names: readonly string[], use: Located, issues: Issue[]): void {
  for (const { name, place } of namedIn(use)) {
    if (!names.includes(name)) {
      issues.push({ place, text: `the pack has no suite "${name}"${describeNearest(name, names)}` });
    }
  }
}

function namedIn(use: Located): readonly { readonly name: string; readonly place: SourcePlace }[] {
  const listed = ['only', 'except'].flatMap((key) => {
    const list = childOf(use, key);
    return list?.kind === 'list' ? list.items : [];
  });
  const overrides = childOf(use, 'overrides');
  return [
    ...listed.map((item) => ({ name: String(toPlain(item)), place: item.place })),
    ...(overrides?.kind === 'map' ? [...overrides.entries].map(([name, { place }]) => ({ name, place })) : []),
  ];
}

function nameOf(item: Located): string {
  const name = plainAt(item, 'name');
  return typeof name === 'string' ? name : '';
}
