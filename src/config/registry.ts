import type { z } from 'zod';
import { describeNearest, findMeetings } from '#domain';
import type { Contract, Requirement, SourcePlace } from '#domain';
import { checkValue } from './check-value.ts';
import { findContradictions } from './contradictions.ts';
import type { Issue } from './issue.ts';
import { toJsonSchema } from './json-schema.ts';
import { childOf, lookUp, placeOfValue, withoutEntries } from './located.ts';
import type { Located, LocatedEntry, LocatedMap } from './located.ts';
import { readYamlFile } from './read-file.ts';
import type { ReadFile } from './read-file.ts';
import { code, contract, contractHead, method, registryHead, requirement, route } from './registry-sections.ts';
import type { LoadRequest } from './request.ts';

const HEAD_KEYS = { properties: { version: {}, requirements: {}, contract: {} } };
const CONTRACT_KEYS = toJsonSchema(contract);
const ITEM_KEYS = toJsonSchema(requirement);

export interface Registry {
  readonly requirements: readonly Requirement[];
  readonly contract: Contract;
  readonly files: readonly ReadFile[];
  readonly counts: readonly { readonly shown: string; readonly count: number }[];
  /** Each a sentence: what two documents disagree on. */
  readonly warnings: readonly string[];
}

interface PlacedRequirement {
  readonly read: Requirement;
  readonly entry: LocatedEntry;
}

/** What is known of the items read so far, from all files together. */
interface Reading {
  readonly issues: Issue[];
  /** Id of a requirement, or list and name of a contract's item → where it stands. */
  readonly seen: Map<string, SourcePlace>;
  readonly requirements: PlacedRequirement[];
  readonly methods: Contract['methods'][number][];
  readonly routes: Contract['routes'][number][];
  readonly codes: Contract['codes'][number][];
}

/** Reads the registry files; an id, a method, a route and a code may stand once in all of them together. */
export function readRegistry(paths: readonly string[], request: LoadRequest, issues: Issue[]): Registry {
  const reading: Reading = { issues, seen: new Map(), requirements: [], methods: [], routes: [], codes: [] };
  const files = [...new Set(paths)].map((path) => readYamlFile(path, request, issues));
  const counts = files.map(({ shown, tree }) => {
    const before = reading.requirements.length;
    if (tree !== undefined) readOne(tree, reading);
    return { shown, count: reading.requirements.length - before };
  });
  checkNames(reading);
  checkPromises(reading);
  const { methods, routes, codes } = reading;
  return { ...resolveContradictions(reading), contract: { methods, routes, codes }, files, counts };
}

function readOne(tree: LocatedMap, reading: Reading): void {
  const { issues } = reading;
  const value = withoutEntries(tree, ['requirements', 'contract']);
  checkValue(registryHead, { place: tree.place, value, shown: [], keys: HEAD_KEYS }, issues);
  const told = childOf(tree, 'contract');
  if (told !== undefined) readContract(told, reading);
  const list = childOf(tree, 'requirements');
  if (list?.kind === 'list') readRequirements(list.items, reading);
  else issues.push({ place: list?.place ?? tree.place, text: 'a registry must have a list of requirements' });
}

function readRequirements(items: readonly Located[], reading: Reading): void {
  for (const [index, value] of items.entries()) {
    const entry = { place: value.place, value };
    const shown = ['requirements', index];
    const read = checkValue(requirement, { ...entry, shown, keys: ITEM_KEYS }, reading.issues);
    if (read !== undefined && isNew(reading, `requirement ${read.id}`, placeOfValue(entry, ['id'])))
      reading.requirements.push({ read, entry });
  }
}

function readContract(told: Located, reading: Reading): void {
  const { issues } = reading;
  if (told.kind !== 'map') {
    issues.push({ place: told.place, text: 'contract must be a map of methods, routes and codes' });
    return;
  }
  const rest = withoutEntries(told, ['methods', 'routes', 'codes']);
  checkValue(contractHead, { place: told.place, value: rest, shown: ['contract'], keys: CONTRACT_KEYS }, issues);
  reading.methods.push(
    ...readList(told, { key: 'methods', schema: method, name: (one) => `method ${one.name}` }, reading),
  );
  reading.routes.push(...readList(told, { key: 'routes', schema: route, name: (one) => `route ${one.name}` }, reading));
  reading.codes.push(...readList(told, { key: 'codes', schema: code, name: (one) => `code ${one.code}` }, reading));
}

/** One list of a contract: its key, and by what an item is the same as another. */
interface ListOf<Item> {
  readonly key: keyof Contract;
  readonly schema: z.ZodType<Item>;
  readonly name: (item: Item) => string;
}

function readList<Item>(told: LocatedMap, { key, schema, name }: ListOf<Item>, reading: Reading): readonly Item[] {
  const list = childOf(told, key);
  if (list === undefined) return [];
  if (list.kind !== 'list') {
    reading.issues.push({ place: list.place, text: `contract.${key} must be a list` });
    return [];
  }
  const keys = toJsonSchema(schema);
  return list.items.flatMap((value, index) => {
    const subject = { place: value.place, value, shown: ['contract', key, index], keys };
    const read = checkValue(schema, subject, reading.issues);
    return read !== undefined && isNew(reading, name(read), value.place) ? [read] : [];
  });
}

function isNew({ seen, issues }: Reading, what: string, place: SourcePlace): boolean {
  const first = seen.get(what);
  seen.set(what, first ?? place);
  if (first === undefined) return true;
  issues.push({ place, text: `${what} is already there: ${first.file}:${first.line}` });
  return false;
}

// A name that no contract holds is a slip, or the contract is not whole: either way the judge would look it up in vain.
function checkNames({ requirements, methods, routes, codes, issues }: Reading): void {
  const known = [...methods.map((one) => one.name), ...routes.map((one) => one.name), ...codes.map((one) => one.code)];
  if (known.length === 0) return;
  for (const { read, entry } of requirements) {
    for (const [index, name] of (read.names ?? []).entries()) {
      if (known.includes(name)) continue;
      const place = lookUp(entry.value, ['names', index])?.place ?? entry.place;
      issues.push({
        place,
        text: `${read.id} names "${name}", which no contract holds${describeNearest(name, known)}`,
      });
    }
  }
}

// A condition without an answer promises nothing, and what goes before nothing goes nowhere: both are slips.
function checkPromises(reading: Reading): void {
  for (const placed of reading.requirements) {
    const { when, answers, otherwise, id } = placed.read;
    if (when !== undefined && answers === undefined && otherwise === undefined)
      refuse(reading, placed, { path: ['when'], text: `${id} says when, and neither \`answers\` nor \`otherwise\`` });
    if (otherwise !== undefined && when === undefined)
      refuse(reading, placed, { path: ['otherwise'], text: `${id} says otherwise, and not \`when\`` });
    checkBefore(reading, placed);
  }
}

function checkBefore(reading: Reading, placed: PlacedRequirement): void {
  const { id, before = [] } = placed.read;
  const ids = reading.requirements.map(({ read }) => read.id);
  for (const [index, other] of before.entries()) {
    if (other !== id && ids.includes(other)) continue;
    const text = `${id} goes before "${other}", which is no other requirement${describeNearest(other, ids)}`;
    refuse(reading, placed, { path: ['before', index], text });
  }
}

function refuse(
  { issues }: Reading,
  { entry }: PlacedRequirement,
  { path, text }: { readonly path: readonly (string | number)[]; readonly text: string },
): void {
  issues.push({ place: lookUp(entry.value, path)?.place ?? entry.place, text });
}

// What two approved documents disagree on is decided by neither: a person has to.
function resolveContradictions({ requirements }: Reading): Pick<Registry, 'requirements' | 'warnings'> {
  const read = requirements.map((one) => one.read);
  const found = findContradictions(read);
  const resolved = read.map((one) => (found.has(one.id) ? { ...one, status: 'conflicting' as const } : one));
  const placed = requirements.filter(({ read: { id } }) => found.has(id));
  const warnings = placed.map(({ read: { id }, entry: { place } }) => {
    const others = (found.get(id) ?? []).join(', ');
    return `${place.file}:${place.line}: ${id} is approved and contradicts ${others}, which is approved too: it counts as conflicting`;
  });
  return { requirements: resolved, warnings: [...warnings, ...describeMeetings(resolved, requirements)] };
}

// Two that answer one request differently stay approved: each is right wherever the other does not hold.
function describeMeetings(resolved: readonly Requirement[], placed: Reading['requirements']): readonly string[] {
  return findMeetings(resolved).map(({ ids: [one, other], example, answers }) => {
    const place = placed.find(({ read }) => read.id === one)?.entry.place;
    return `${place?.file ?? ''}:${place?.line ?? 0}: where ${example}, ${one} promises ${answers[0]} and ${other} promises ${answers[1]}, both are approved, and neither says that it goes \`before\` the other`;
  });
}
