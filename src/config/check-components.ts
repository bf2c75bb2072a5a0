import {
  checkReference,
  describeNearest,
  findNearest,
  findReferences,
  findTexts,
  findVariableCollisions,
} from '#domain';
import type { ReferableComponent, Reference } from '#domain';
import type { ReadComponent } from './components.ts';
import { findCircles } from './find-circles.ts';
import type { Issue } from './issue.ts';
import { placeOf, placeOfValue, plainAt, toPlain } from './located.ts';
import type { LocatedEntry } from './located.ts';

/** What only all components together can tell: names in `requires`, cycles, references, variables that would be the same. */
export function checkComponents(components: readonly ReadComponent[]): readonly Issue[] {
  return [
    ...components.flatMap((one) => checkRequires(one, components)),
    ...checkCycles(components),
    ...components.flatMap((one) => (one.sound ? checkOptions(one, components) : [])),
    ...checkVariables(components),
    ...checkAddresses(components),
  ];
}

function checkRequires({ spec, entry }: ReadComponent, components: readonly ReadComponent[]): readonly Issue[] {
  return unknownNames(spec.requires, components).map(({ name, hint }) => {
    const place = placeOfListed(entry, 'requires', name);
    return { place, text: `${spec.name} requires "${name}", which is no component${hint}` };
  });
}

/** Names that no component has, each with what was probably meant. */
export function unknownNames(
  names: readonly string[],
  components: readonly ReadComponent[],
): readonly { readonly name: string; readonly hint: string }[] {
  const known = components.map((one) => one.spec.name);
  return names
    .filter((name) => !known.includes(name))
    .map((name) => ({ name, hint: describeNearest(name, known) || `; there are: ${known.join(', ') || 'none'}` }));
}

/** Where a list under `key` holds this text; an option that names a component stands somewhere else. */
export function placeOfListed(entry: LocatedEntry, key: string, text: string): Issue['place'] {
  const list = plainAt(entry.value, key);
  const index = Array.isArray(list) ? list.indexOf(text) : -1;
  if (index >= 0) return placeOfValue(entry, [key, index]);
  const found = findTexts(toPlain(entry.value)).find((one) => one.text === text);
  return found === undefined ? placeOf(entry, [key]) : placeOfValue(entry, found.path);
}

function checkCycles(components: readonly ReadComponent[]): readonly Issue[] {
  const byName = new Map(components.map((one) => [one.spec.name, one]));
  return findCircles([...byName.keys()], (name) => byName.get(name)?.spec.requires ?? []).flatMap((circle) => {
    const entry = byName.get(circle[0] ?? '')?.entry;
    const text = `components require each other in a circle: ${circle.join(' → ')}`;
    return entry === undefined ? [] : [{ place: placeOf(entry, ['requires']), text }];
  });
}

function checkOptions({ spec, entry }: ReadComponent, components: readonly ReadComponent[]): readonly Issue[] {
  return checkTexts({ entry, path: [], from: spec.name }, toPlain(entry.value), components);
}

/** Where texts stand, and on whose behalf they refer. */
export interface TextPlace {
  readonly entry: LocatedEntry;
  /** Below `entry`. */
  readonly path: readonly string[];
  readonly from: string;
}

/** Checks the references in every text of a value. */
export function checkTexts(
  { entry, path, from }: TextPlace,
  value: unknown,
  components: readonly ReadComponent[],
): readonly Issue[] {
  const known = referables(components);
  return findTexts(value, path).flatMap((found) =>
    findReferences(found.text)
      .filter((reference) => !leadsToUnsound(reference, components))
      .flatMap((reference) => {
        const text = describeProblem(reference, from, known);
        return text === undefined ? [] : [{ place: placeOfValue(entry, found.path), text }];
      }),
  );
}

function referables(components: readonly ReadComponent[]): readonly ReferableComponent[] {
  return components.map(({ spec: { name, requires, declares } }) => ({ name, requires, declares }));
}

// What a component with a mistake has is not known: its own mistake was told, and mending it may mend the reference.
function leadsToUnsound(reference: Reference, components: readonly ReadComponent[]): boolean {
  return components.some((one) => !one.sound && one.spec.name === reference.path[0]);
}

function describeProblem(
  reference: Reference,
  from: string,
  components: readonly ReferableComponent[],
): string | undefined {
  const problem = checkReference(reference, from, components);
  if (problem === undefined) return undefined;
  const written = reference.path.toReversed();
  const nearest = written.map((part) => findNearest(part, problem.known)).find((name) => name !== undefined);
  if (nearest !== undefined) return `${problem.text}; did you mean "${nearest}"?`;
  return problem.known.length === 0 ? problem.text : `${problem.text}; there are: ${problem.known.join(', ')}`;
}

function checkVariables(components: readonly ReadComponent[]): readonly Issue[] {
  const sound = components.filter((one) => one.sound);
  const place = sound[0]?.entry.place;
  if (place === undefined) return [];
  return findVariableCollisions(sound.map((one) => one.spec)).map((text) => {
    const named = sound.findLast((one) => text.includes(`component ${one.spec.name}`));
    return { place: named?.entry.place ?? place, text };
  });
}

/** Sentences about ports that the configuration asks for by name and that nothing then uses. */
export function findUnusedPorts(
  components: readonly ReadComponent[],
  suiteTexts: readonly string[],
): readonly string[] {
  const texts = [
    ...components.flatMap((one) => findTexts(toPlain(one.entry.value)).map((found) => found.text)),
    ...suiteTexts,
  ];
  const used = new Set(texts.flatMap(findReferences).map((reference) => reference.path.join('.')));
  return components.flatMap(({ spec, entry }) =>
    namesOfPorts(plainAt(entry.value, 'ports'))
      .filter((port) => spec.declares.ports.some((declared) => declared.name === port && declared.pinned === undefined))
      .filter((port) => !used.has(`${spec.name}.ports.${port}`))
      .map(
        (port) =>
          `${entry.place.file}:${entry.place.line}: port ${port} of ${spec.name} is leased, and no command, variable or address uses it`,
      ),
  );
}

function namesOfPorts(ports: unknown): readonly string[] {
  if (Array.isArray(ports))
    return ports.flatMap((port: unknown) => (typeof port === 'string' ? [port] : namesOfPorts(port)));
  return typeof ports === 'object' && ports !== null ? Object.keys(ports) : [];
}

// An address made of itself has no end; every other text may refer to any address.
function checkAddresses(components: readonly ReadComponent[]): readonly Issue[] {
  const texts = new Map(components.flatMap(listAddresses));
  const entries = new Map(components.map((one) => [one.spec.name, one.entry]));
  const next = (address: string): readonly string[] =>
    findReferences(texts.get(address) ?? '').map((reference) => reference.path.join('.'));
  return findCircles([...texts.keys()], next).map((circle) => {
    const [component = '', , name = ''] = (circle[0] ?? '').split('.');
    const entry = entries.get(component);
    const place = entry === undefined ? NOWHERE : placeOfValue(entry, ['urls', name]);
    return { place, text: `addresses are made of each other in a circle: ${circle.join(' → ')}` };
  });
}

const NOWHERE: Issue['place'] = { file: '', line: 0, column: 0 };

function listAddresses({ spec, entry }: ReadComponent): readonly (readonly [string, string])[] {
  return findTexts(plainAt(entry.value, 'urls')).map(({ path, text }) => [`${spec.name}.urls.${path.join('.')}`, text]);
}
