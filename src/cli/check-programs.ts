import type { Check, Config } from '#domain';
import { makeCheck } from './check.ts';
import { kindsOf, listPrograms } from './kinds-in-use.ts';
import type { Shell } from './shell.ts';

/** The servers of this machine that the components of this folder start, one line each. */
export async function checkPrograms(config: Config | undefined, { environment }: Shell): Promise<readonly Check[]> {
  if (config === undefined) return [];
  const names = config.components.map(({ name }) => name);
  const checks = new Map<string, Check>();
  for (const { component, program, path } of listPrograms(config, names, {
    kinds: await kindsOf(config),
    environment,
  })) {
    const what = `${program.name} for ${component}`;
    const found = path ?? 'not installed';
    checks.set(what, makeCheck(path !== undefined, { what, found, needed: program.title, mend: program.install }));
  }
  return [...checks.values()];
}
