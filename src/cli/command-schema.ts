import { KINDS } from '#component';
import { configSchema } from '#config';
import { RealityError } from '#domain';
import { ENGINES } from '#engine';
import type { Given } from './given.ts';
import type { Shell } from './shell.ts';

/** Prints a published JSON Schema, for editors and for checks outside of reality. */
export async function schema(shell: Shell, given: Given): Promise<number> {
  const name = given.words[0] ?? 'config';
  if (name !== 'config') throw new RealityError('usage', `there is no schema called ${name}; there is: config`);
  shell.out(`${JSON.stringify(configSchema(KINDS, ENGINES), null, 2)}\n`);
  return 0;
}
