// The few words of JSON Schema that the published schemas are made of.

/** A JSON Schema, as far as it is made here. */
export type SchemaNode = Readonly<Record<string, unknown>>;

export const text: SchemaNode = { type: 'string' };
export const number: SchemaNode = { type: 'number' };
export const count: SchemaNode = { type: 'integer', minimum: 0 };
export const share: SchemaNode = { type: 'number', minimum: 0, maximum: 1 };
export const flag: SchemaNode = { type: 'boolean' };
export const texts: SchemaNode = listOf(text);

export function listOf(items: SchemaNode): SchemaNode {
  return { type: 'array', items };
}

export function wordOf(words: readonly string[]): SchemaNode {
  return { enum: [...words] };
}

/** An object of these fields; a name that ends in `?` may be absent. Fields may be added under the same version: others are let through. */
export function shape(fields: Readonly<Record<string, SchemaNode>>): SchemaNode {
  const entries = Object.entries(fields);
  return {
    type: 'object',
    required: entries.map(([name]) => name).filter((name) => !name.endsWith('?')),
    properties: Object.fromEntries(entries.map(([name, node]) => [name.replace(/\?$/u, ''), node])),
  };
}

export function countsOf(words: readonly string[]): SchemaNode {
  return shape(Object.fromEntries(words.map((word) => [word, count])));
}
