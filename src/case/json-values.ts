/** One plain value of a JSON text, with the name of its field; empty within a list of plain values. */
export interface JsonValue {
  readonly field: string;
  readonly value: string | number | boolean | null;
}

const MAX_VALUES = 500;

/** Plain values of a JSON text, at any depth, in their order; undefined where it is none, or was cut. */
export function listJsonValues(text: string): readonly JsonValue[] | undefined {
  try {
    const found: JsonValue[] = [];
    collect('', JSON.parse(text), found);
    return found;
  } catch {
    return undefined;
  }
}

function collect(field: string, value: unknown, found: JsonValue[]): void {
  if (found.length >= MAX_VALUES) return;
  if (Array.isArray(value)) {
    for (const one of value) collect(field, one, found);
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, one] of Object.entries(value)) collect(name, one, found);
  } else if (isPlain(value)) found.push({ field, value });
}

function isPlain(value: unknown): value is JsonValue['value'] {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}
