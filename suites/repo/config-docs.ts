import type { JsonSchema } from '#config';

/** The page whose tables are printed from the schema. */
export const CONFIG_PAGE = 'docs/reference/configuration.md';

const START = /^<!-- keys: ([a-z -]+) -->$/gmu;
const END = '<!-- end of keys -->';
const COMPONENT_KEYS = ['kind', 'requires', 'autostart'];

/** Puts each table between its marker line (`<!-- keys: budget -->`) and the next end line. */
export function insertKeyTables(document: string, schema: JsonSchema): string {
  const tables = makeKeyTables(schema);
  const names = [...document.matchAll(START)].map((match) => match[1] ?? '');
  const missing = [...tables.keys()].filter((name) => !names.includes(name));
  if (missing.length > 0) throw new Error(`${CONFIG_PAGE} has no place for the keys of ${missing.join(', ')}`);
  return names.reduce((text, name) => insertOne(text, name, tables.get(name) ?? ''), document);
}

function insertOne(document: string, name: string, table: string): string {
  const marker = `<!-- keys: ${name} -->`;
  const start = document.indexOf(marker) + marker.length;
  const end = document.indexOf(END, start);
  if (table === '' || end < 0) throw new Error(`${CONFIG_PAGE}: nothing to print at ${marker}`);
  return `${document.slice(0, start)}\n\n${table}\n\n${document.slice(end)}`;
}

/** Name of a section → its table: the file, components and suites as such, each kind, each engine, and the settings. */
export function makeKeyTables(schema: JsonSchema): ReadonlyMap<string, string> {
  const sections = propertiesOf(schema);
  const kinds = branchesOf(child(sections['components'], 'additionalProperties')).filter(
    // A kind of the user's own has keys of its own.
    (kind) => propertiesOf(kind)['kind']?.['const'] !== undefined,
  );
  const [pack = {}, ...engines] = branchesOf(child(sections['suites'], 'items'));
  const suiteKeys = commonKeys(engines);
  const settings = ['gates', 'assessment', 'budget', 'limits', 'run', 'experiments', 'guard', 'provision'];
  const selected = child(child(sections['gates'], 'properties'), 'selected');
  const items: readonly (readonly [string, JsonSchema])[] = [
    ['selected gates', selected],
    ['criteria', sections['criteria'] ?? {}],
    ['out of scope', sections['outOfScope'] ?? {}],
    ['allow', sections['allow'] ?? {}],
  ];
  return new Map([
    ['file', renderTable(schema, () => true)],
    ['component', renderTable(kinds[0] ?? {}, (key) => COMPONENT_KEYS.includes(key))],
    ...kinds.map(
      (kind) => [`kind ${constOf(kind, 'kind')}`, renderTable(kind, (key) => !COMPONENT_KEYS.includes(key))] as const,
    ),
    ['suite', renderTable(engines[0] ?? {}, (key) => suiteKeys.includes(key))],
    ...engines.map(
      (engine) =>
        [`engine ${constOf(engine, 'engine')}`, renderTable(engine, (key) => !suiteKeys.includes(key))] as const,
    ),
    ['pack', renderTable(pack, () => true)],
    ...items.map(([name, list]) => [name, renderTable(child(list, 'items'), () => true)] as const),
    ...settings.map((name) => [name, renderTable(sections[name] ?? {}, () => true)] as const),
  ]);
}

function renderTable(schema: JsonSchema, wanted: (key: string) => boolean): string {
  const required = textList(schema['required']);
  const rows = Object.entries(propertiesOf(schema))
    .filter(([key]) => wanted(key))
    .flatMap(([key, value]) => renderRows(key, value, required.includes(key)));
  return ['| key | type | default | meaning |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

// A map whose keys are fixed is shown key by key below its own row.
function renderRows(key: string, schema: JsonSchema, required: boolean): readonly string[] {
  const meaning = typeof schema['description'] === 'string' ? schema['description'] : '';
  const own = `| \`${key}\` | ${ELSEWHERE[key] ?? describeType(schema)} | ${required ? 'must be given' : describeDefault(schema)} | ${escapeCell(meaning)} |`;
  if (!isShownInside(key)) return [own];
  const below = Object.entries(propertiesOf(schema)).flatMap(([name, value]) =>
    renderRows(`${key}.${name}`, value, false),
  );
  return [own, ...below];
}

// What has a table of its own is only pointed at.
function isShownInside(key: string): boolean {
  return ELSEWHERE[key] === undefined && key !== 'maxCauses';
}

const ELSEWHERE: Readonly<Record<string, string>> = {
  kind: 'text',
  engine: 'text',
  components: 'map of [components](#components)',
  suites: 'list of [suites](#suites) and [packs](#packs)',
  gates: 'map, [below](#gates)',
  selected: 'list of [selected gates](#selected-gates)',
  criteria: 'list of [criteria](#criteria)',
  outOfScope: 'list, [below](#out-of-scope)',
  effort: 'map, [below](#effort)',
  assessment: 'map, [below](#assessment)',
  budget: 'map, [below](#budget)',
  limits: 'map, [below](#limits)',
  run: 'map, [below](#run)',
  provision: 'map, [below](#provision)',
  guard: 'map, [below](#guard)',
  allow: 'list of [allowed mocks](#allowed-mocks)',
  profiles: 'map of [profiles](#profiles)',
};

function describeType(schema: JsonSchema): string {
  if (typeof schema['title'] === 'string') return schema['title'];
  const branches = branchesOf(schema).filter((branch) => branch !== schema);
  if (branches.length > 0) return [...new Set(branches.map(describeType))].join(' or ');
  if (schema['const'] !== undefined) return `\`${JSON.stringify(schema['const'])}\``;
  const choices = textList(schema['enum']);
  if (choices.length > 0) return choices.map((choice) => `\`${choice}\``).join(', ');
  if (schema['type'] === 'array') return `list of ${describeType(child(schema, 'items'))}`;
  if (schema['type'] === 'object') return describeMap(schema);
  return TYPES[String(schema['type'])] ?? 'anything';
}

function describeMap(schema: JsonSchema): string {
  const keys = Object.keys(propertiesOf(schema));
  if (keys.length > 0) return `map {${keys.join(', ')}}`;
  return `map of ${describeType(child(schema, 'additionalProperties'))}`;
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'whole number',
  number: 'number',
  boolean: 'true or false',
};

function describeDefault(schema: JsonSchema): string {
  const value = schema['default'];
  return value === undefined ? '' : `\`${escapeCell(typeof value === 'string' ? value : JSON.stringify(value))}\``;
}

function escapeCell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}

function commonKeys(schemas: readonly JsonSchema[]): readonly string[] {
  const [first = {}, ...others] = schemas;
  const known = Object.keys(propertiesOf(first));
  return known.filter((key) => others.every((other) => Object.hasOwn(propertiesOf(other), key)) && key !== 'args');
}

function constOf(schema: JsonSchema, key: string): string {
  const value = propertiesOf(schema)[key]?.['const'];
  return typeof value === 'string' ? value : '';
}

function branchesOf(schema: JsonSchema): readonly JsonSchema[] {
  const branches = [schema['anyOf'], schema['oneOf']].flatMap((list) =>
    Array.isArray(list) ? list.filter(isSchema) : [],
  );
  return branches.length === 0 ? [schema] : branches;
}

function propertiesOf(schema: JsonSchema | undefined): Readonly<Record<string, JsonSchema>> {
  const properties = schema?.['properties'];
  if (!isSchema(properties)) return {};
  return Object.fromEntries(
    Object.entries(properties).flatMap(([key, value]) => (isSchema(value) ? [[key, value]] : [])),
  );
}

function child(schema: JsonSchema | undefined, keyword: string): JsonSchema {
  const value = schema?.[keyword];
  return isSchema(value) ? value : {};
}

function textList(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
