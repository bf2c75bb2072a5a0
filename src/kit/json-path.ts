import { AssertionError } from 'node:assert';
import { blameCaller } from './blame-caller.ts';

/**
 * Reads one place of a JSON value by a dotted path (`cameras.0.streams.rtsp`); undefined when there is nothing.
 * The empty path is the value itself.
 */
export function at(value: unknown, path: string): unknown {
  let here = value;
  for (const step of path === '' ? [] : path.split('.')) {
    if (!isIndexable(here) || !Object.hasOwn(here, step)) return undefined;
    here = here[step];
  }
  return here;
}

/** The text at a path; a failure shows what stands there instead. */
export function textAt(value: unknown, path: string): string {
  const found = at(value, path);
  return typeof found === 'string' ? found : refuse(value, path, 'a text');
}

/** The finite number at a path. */
export function numberAt(value: unknown, path: string): number {
  const found = at(value, path);
  return typeof found === 'number' && Number.isFinite(found) ? found : refuse(value, path, 'a number');
}

/** The boolean at a path. */
export function booleanAt(value: unknown, path: string): boolean {
  const found = at(value, path);
  return typeof found === 'boolean' ? found : refuse(value, path, 'true or false');
}

/** The list at a path. */
export function listAt(value: unknown, path: string): readonly unknown[] {
  const found = at(value, path);
  return Array.isArray(found) ? found : refuse(value, path, 'a list');
}

/** The object at a path. */
export function objectAt(value: unknown, path: string): Readonly<Record<string, unknown>> {
  const found = at(value, path);
  return isIndexable(found) && !Array.isArray(found) ? found : refuse(value, path, 'an object');
}

function isIndexable(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** A value as a person reads it in a failure: JSON, cut to 400 characters. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 400 ? `${text.slice(0, 400)}… (${text.length} characters)` : text;
}

function refuse(value: unknown, path: string, wanted: string): never {
  const found = at(value, path);
  const what = found === undefined ? 'nothing' : shown(found);
  throw blameCaller(
    new AssertionError({
      message: `wanted ${wanted} at "${path}" but found ${what} in ${shown(value)}`,
      actual: found,
      expected: wanted,
      operator: 'at',
    }),
  );
}
