import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Given } from './given.ts';
import type { Shell } from './shell.ts';

/** Root of the installed package: where the bundled packs and schemas are. */
export const PACKAGE_ROOT: string = fileURLToPath(new URL('../../../', import.meta.url));

/** `reports/` beside the configuration, unless the user says otherwise; absolute. Needs no readable configuration. */
export function reportsFolder(shell: Shell, given: Given): string {
  const { cwd } = shell.environment;
  const output = given.text('output');
  if (output !== undefined) return resolve(cwd, output);
  const config = given.text('config');
  return join(config === undefined ? cwd : dirname(resolve(cwd, config)), 'reports');
}

/** As a person who stands in the current folder would name it. */
export function describePlace({ environment }: Shell, file: string): string {
  const way = relative(environment.cwd, file);
  return way === '' || way.startsWith('..') ? file : way;
}
