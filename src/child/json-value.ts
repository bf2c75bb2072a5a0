/** What a foreign program wrote, read without trust: whatever is of another shape is empty. */
export type JsonObject = Readonly<Record<string, unknown>>;

export function parseJson(text: string): unknown {
  const value: unknown = JSON.parse(text);
  return value;
}

export function asObject(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null;
}

export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function asText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

export function asNumber(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
