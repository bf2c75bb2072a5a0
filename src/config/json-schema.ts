import { z } from 'zod';
import { assessment, criteria, effort, outOfScope } from './assessment-sections.ts';
import type { ConfigEngines, ConfigKinds } from './plug.ts';
import { contract, registryHead, requirement } from './registry-sections.ts';
import {
  allow,
  budget,
  componentBase,
  componentName,
  experiments,
  gates,
  guard,
  limits,
  packUse,
  project,
  provision,
  requirementFiles,
  run,
  scope,
  suiteBase,
  version,
} from './sections.ts';

/** A JSON Schema, as far as it is looked into here. */
export interface JsonSchema {
  readonly [keyword: string]: unknown;
}

/** JSON Schema of what a zod schema accepts. */
export function toJsonSchema(schema: z.ZodType): JsonSchema {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return rest;
}

/** One component of this kind: what config reads and what the kind adds. */
export function componentSchema(kind: string, own: z.ZodType): JsonSchema {
  return combine(toJsonSchema(componentBase), toJsonSchema(own), { kind: withConst(componentBase, 'kind', kind) });
}

/** One suite of this engine: what config reads and what the engine adds. */
export function suiteSchema(engine: string, own: z.ZodType): JsonSchema {
  return combine(toJsonSchema(suiteBase), toJsonSchema(own), { engine: withConst(suiteBase, 'engine', engine) });
}

/** One whose kind is a module of the user's: that module alone knows its keys. */
function foreignComponent(): JsonSchema {
  const base = toJsonSchema(componentBase);
  const kind = {
    description: 'A module whose default export is a kind.',
    type: 'string',
    pattern: String.raw`^\.{1,2}/`,
  };
  return { ...base, properties: { ...propertiesOf(base), kind }, additionalProperties: true };
}

function withConst(base: z.ZodType, key: string, value: string): JsonSchema {
  const { type: _, ...described } = propertiesOf(toJsonSchema(base))[key] ?? {};
  return { ...described, const: value };
}

/**
 * The JSON Schema of `reality.yaml` with these kinds and engines, for editors and for `reality schema config`. What needs more than
 * one place of the file (references, cycles, names that collide) is checked by `loadConfig` alone.
 */
export function configSchema(kinds: ConfigKinds, engines: ConfigEngines): JsonSchema {
  const components = Object.entries(kinds).map(([kind, { schema }]) => componentSchema(kind, schema));
  const suites = Object.entries(engines).map(([engine, { schema }]) => suiteSchema(engine, schema));
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'reality.yaml',
    type: 'object',
    additionalProperties: false,
    required: ['version', 'project', 'suites'],
    properties: {
      version: toJsonSchema(version),
      project: toJsonSchema(project),
      components: {
        description: 'What the world is made of, by name.',
        type: 'object',
        propertyNames: toJsonSchema(componentName),
        additionalProperties: { anyOf: [...components, foreignComponent()] },
      },
      requirements: toJsonSchema(requirementFiles),
      suites: {
        description: 'What is run, in this order.',
        type: 'array',
        items: { anyOf: [toJsonSchema(packUse), ...suites] },
      },
      scope: toJsonSchema(scope),
      gates: { description: 'What a run must reach to end with status 0.', ...toJsonSchema(gates) },
      criteria: toJsonSchema(criteria),
      outOfScope: toJsonSchema(outOfScope),
      effort: toJsonSchema(effort),
      assessment: {
        description: 'Head of the assessment, its horizons, and known causes.',
        ...toJsonSchema(assessment),
      },
      budget: { description: 'What a whole run may use; each a gate.', ...toJsonSchema(budget) },
      limits: { description: 'What one attempt may use.', ...toJsonSchema(limits) },
      run: { description: 'How a run goes about its suites.', ...toJsonSchema(run) },
      experiments: {
        description: 'What is tried once more after the last suite, before the final verdict.',
        ...toJsonSchema(experiments),
      },
      ...mockSections(),
      provision: { description: 'Which tools are used.', ...toJsonSchema(provision) },
      profiles: {
        type: 'object',
        description: 'Overlays, chosen by --profile: maps are merged, null removes a key, suites are merged by name.',
        additionalProperties: { type: 'object' },
      },
    },
  };
}

function mockSections(): Readonly<Record<string, JsonSchema>> {
  return {
    guard: { description: 'How mocks are looked for.', ...toJsonSchema(guard) },
    allow: toJsonSchema(allow),
  };
}

/** The JSON Schema of a registry file, for editors and for `reality schema requirements`. */
export function registrySchema(): JsonSchema {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'registry of requirements',
    type: 'object',
    additionalProperties: false,
    required: ['version', 'requirements'],
    properties: {
      ...propertiesOf(toJsonSchema(registryHead)),
      contract: { description: 'What the documents say that exists.', ...toJsonSchema(contract) },
      requirements: { description: 'What is demanded.', type: 'array', items: toJsonSchema(requirement) },
    },
  };
}

// A kind whose schema is a choice is combined branch by branch, for a strict branch would refuse the keys of the base.
function combine(base: JsonSchema, own: JsonSchema, fixed: Readonly<Record<string, JsonSchema>>): JsonSchema {
  for (const choice of ['anyOf', 'oneOf'] as const) {
    const branches = schemaList(own[choice]);
    if (branches.length > 0) return { ...own, [choice]: branches.map((branch) => combine(base, branch, fixed)) };
  }
  return {
    ...own,
    type: 'object',
    properties: { ...propertiesOf(base), ...propertiesOf(own), ...fixed },
    required: [...new Set([...textList(base['required']), ...textList(own['required'])])],
    additionalProperties: own['additionalProperties'] ?? false,
  };
}

/** Keys that a schema knows at a path: those of every branch that can be reached. Empty where any key may stand. */
export function knownKeys(schema: JsonSchema, path: readonly (string | number)[]): readonly string[] {
  const reached = path.reduce<readonly JsonSchema[]>(
    (schemas, step) => schemas.flatMap((one) => stepInto(one, step)),
    branchesOf(schema),
  );
  return [...new Set(reached.flatMap((one) => [...Object.keys(propertiesOf(one)), ...namesOf(one)]))];
}

function namesOf(schema: JsonSchema): readonly string[] {
  const names = schema['propertyNames'];
  return isSchema(names) ? textList(names['enum']) : [];
}

function stepInto(schema: JsonSchema, step: string | number): readonly JsonSchema[] {
  const next = propertiesOf(schema)[String(step)] ?? schema['additionalProperties'] ?? schema['items'];
  return isSchema(next) ? branchesOf(next) : [];
}

function branchesOf(schema: JsonSchema): readonly JsonSchema[] {
  const branches = ['anyOf', 'oneOf', 'allOf'].flatMap((keyword) => schemaList(schema[keyword]));
  return branches.length === 0 ? [schema] : branches.flatMap(branchesOf);
}

function propertiesOf(schema: JsonSchema): Readonly<Record<string, JsonSchema>> {
  const properties = schema['properties'];
  if (!isSchema(properties)) return {};
  const known = Object.entries(properties).flatMap(([key, value]) => (isSchema(value) ? [[key, value] as const] : []));
  return Object.fromEntries(known);
}

function schemaList(value: unknown): readonly JsonSchema[] {
  return Array.isArray(value) ? value.filter(isSchema) : [];
}

function textList(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
