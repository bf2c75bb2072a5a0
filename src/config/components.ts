import { describeNearest } from '#domain';
import type { ComponentDeclaration, ComponentSpec } from '#domain';
import { checkValue } from './check-value.ts';
import type { Issue } from './issue.ts';
import { componentSchema } from './json-schema.ts';
import { childOf } from './located.ts';
import type { Located, LocatedEntry } from './located.ts';
import type { ConfigKind, ConfigKinds } from './plug.ts';
import { componentBase, componentName } from './sections.ts';
import { splitKeys } from './split-keys.ts';

const NOTHING: ComponentDeclaration = { ports: [], urls: [], secrets: [], dirs: [], facts: [] };
const BASE_KEYS = ['kind', 'requires', 'autostart'];

/** A component as far as it could be understood. Unless it is `sound`, only its name is sure. */
export interface ReadComponent {
  readonly spec: ComponentSpec;
  readonly entry: LocatedEntry;
  readonly sound: boolean;
}

/** Reads the section `components`, each by the schema of its kind. */
export function readComponents(
  section: Located | undefined,
  kinds: ConfigKinds,
  issues: Issue[],
): readonly ReadComponent[] {
  if (section === undefined) return [];
  if (section.kind !== 'map') {
    issues.push({ place: section.place, text: 'components must be a map of names' });
    return [];
  }
  return [...section.entries].map(([name, entry]) => {
    const before = issues.length;
    const spec = readComponent(name, entry, kinds, issues);
    return { spec, entry, sound: issues.length === before };
  });
}

function readComponent(name: string, entry: LocatedEntry, kinds: ConfigKinds, issues: Issue[]): ComponentSpec {
  const { place } = entry;
  const nothing = { name, kind: '', requires: [], autostart: true, options: undefined, declares: NOTHING, place };
  const named = componentName.safeParse(name);
  if (!named.success) issues.push({ place, text: `component "${name}" ${named.error.issues[0]?.message ?? ''}` });
  const shown = ['components', name];
  const parts = splitKeys(entry, BASE_KEYS);
  if (parts === undefined) {
    issues.push({ place, text: `components.${name} must be a map` });
    return nothing;
  }
  const base = checkValue(componentBase, { ...parts.own, shown, keys: {} }, issues);
  const kind = base === undefined ? undefined : findKind(base.kind, entry, kinds, issues);
  if (base === undefined || kind === undefined) return nothing;
  const before = issues.length;
  const options: unknown = checkValue(
    kind.schema,
    { ...parts.rest, shown, keys: componentSchema(base.kind, kind.schema) },
    issues,
  );
  const declares = issues.length === before ? kind.declare(options) : NOTHING;
  const requires = [...new Set([...base.requires, ...(declares.requires ?? [])])];
  return { ...nothing, ...base, requires, options, declares };
}

function findKind(name: string, entry: LocatedEntry, kinds: ConfigKinds, issues: Issue[]): ConfigKind | undefined {
  if (Object.hasOwn(kinds, name)) return kinds[name];
  const known = Object.keys(kinds);
  const hint = describeNearest(name, known) || `; there are: ${known.join(', ')}`;
  issues.push({
    place: childOf(entry.value, 'kind')?.place ?? entry.place,
    text: `"${name}" is no kind of component${hint}`,
  });
  return undefined;
}
