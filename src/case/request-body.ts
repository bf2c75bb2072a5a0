/** Fields of a request: of JSON-RPC its parameters, of HTTP the body; undefined where it was cut, or is no JSON object. */
export function readBody(request: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(request);
    const inner: unknown = isObject(value) && isObject(value['params']) ? value['params'] : value;
    return isObject(inner) ? inner : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
