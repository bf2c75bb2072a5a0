import type { Requirement, SourcePlace } from '#domain';
import { checkValue } from './check-value.ts';
import type { Issue } from './issue.ts';
import { toJsonSchema } from './json-schema.ts';
import { childOf, placeOfValue, withoutEntries } from './located.ts';
import type { LocatedMap } from './located.ts';
import { readYamlFile } from './read-file.ts';
import type { ReadFile } from './read-file.ts';
import type { LoadRequest } from './request.ts';
import { registryHead, requirement } from './sections.ts';

const HEAD_KEYS = { properties: { version: {}, requirements: {} } };
const ITEM_KEYS = toJsonSchema(requirement);

export interface Registry {
  readonly requirements: readonly Requirement[];
  readonly files: readonly ReadFile[];
  readonly counts: readonly { readonly shown: string; readonly count: number }[];
}

/** Reads the registry files of requirements; an id may stand once in all of them together. */
export function readRegistry(paths: readonly string[], request: LoadRequest, issues: Issue[]): Registry {
  const files = [...new Set(paths)].map((path) => readYamlFile(path, request, issues));
  const seen = new Map<string, string>();
  const read = files.map((file) => (file.tree === undefined ? [] : readOne(file.tree, seen, issues)));
  const counts = files.map(({ shown }, index) => ({ shown, count: read[index]?.length ?? 0 }));
  return { requirements: read.flat(), files, counts };
}

function readOne(tree: LocatedMap, seen: Map<string, string>, issues: Issue[]): readonly Requirement[] {
  const file = { place: tree.place, value: tree };
  checkValue(
    registryHead,
    { ...file, value: withoutEntries(tree, ['requirements']), shown: [], keys: HEAD_KEYS },
    issues,
  );
  const list = childOf(tree, 'requirements');
  if (list?.kind !== 'list') {
    issues.push({ place: list?.place ?? tree.place, text: 'a registry must have a list of requirements' });
    return [];
  }
  return list.items.flatMap((item, index) => {
    const entry = { place: item.place, value: item };
    const read = checkValue(requirement, { ...entry, shown: ['requirements', index], keys: ITEM_KEYS }, issues);
    return read !== undefined && isNew(read.id, placeOfValue(entry, ['id']), seen, issues) ? [read] : [];
  });
}

function isNew(id: string, place: SourcePlace, seen: Map<string, string>, issues: Issue[]): boolean {
  const first = seen.get(id);
  if (first !== undefined) {
    issues.push({ place, text: `requirement ${id} is already there: ${first}` });
    return false;
  }
  seen.set(id, `${place.file}:${place.line}`);
  return true;
}
