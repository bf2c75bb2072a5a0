import { KINDS } from '#component';
import { configSchema, registrySchema } from '#config';
import type { JsonSchema } from '#config';
import { RealityError } from '#domain';
import { ENGINES } from '#engine';
import { ASSESSMENT_SCHEMA } from '#report';
import type { Given } from './given.ts';
import type { Shell } from './shell.ts';

const SCHEMAS: ReadonlyMap<string, () => JsonSchema> = new Map([
  ['config', () => configSchema(KINDS, ENGINES)],
  ['requirements', registrySchema],
  ['assessment', () => ASSESSMENT_SCHEMA],
]);

/** Prints a published JSON Schema, for editors and for checks outside of reality. */
export async function schema(shell: Shell, given: Given): Promise<number> {
  const name = given.words[0] ?? 'config';
  const make = SCHEMAS.get(name);
  if (make === undefined) {
    const known = [...SCHEMAS.keys()].join(', ');
    throw new RealityError('usage', `there is no schema called ${name}; there are: ${known}`);
  }
  shell.out(`${JSON.stringify(make(), null, 2)}\n`);
  return 0;
}
