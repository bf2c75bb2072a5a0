import { resolve } from 'node:path';
import { KINDS, adoptKind, describeMissingProgram, findServerProgram } from '#component';
import type { KindTable, ServerProgram } from '#component';
import type { Config, Environment } from '#domain';
import { configFiles } from './config-files.ts';

/** The kinds of this package, and those that the configuration names as modules of its own. Config has loaded them before. */
export async function kindsOf(config: Config): Promise<KindTable> {
  const names = new Set(config.components.map(({ kind }) => kind).filter((kind) => !Object.hasOwn(KINDS, kind)));
  const foreign = await Promise.all(
    [...names].map(
      async (name) => [name, adoptKind(await configFiles.importDefault(resolve(config.root, name)))] as const,
    ),
  );
  return { ...KINDS, ...Object.fromEntries(foreign) };
}

/** A program of the machine that a component starts. */
export interface NeededProgram {
  readonly component: string;
  readonly program: ServerProgram;
  readonly path: string | undefined;
}

export function listPrograms(
  config: Config,
  names: readonly string[],
  { kinds, environment }: { readonly kinds: KindTable; readonly environment: Environment },
): readonly NeededProgram[] {
  return config.components
    .filter(({ name }) => names.includes(name))
    .flatMap(({ name, kind, options }) =>
      (kinds[kind]?.programs?.(options) ?? []).map((program) => ({
        component: name,
        program,
        path: findServerProgram(program, environment),
      })),
    );
}

/** One sentence for each thing that is not installed, with those who need it; several programs of one package are one thing. */
export function describeMissingPrograms(needed: readonly NeededProgram[]): readonly string[] {
  return [...groupMissing(needed).values()].map(
    ({ sentence, components }) => `${sentence} (needed by ${[...components].join(', ')})`,
  );
}

function groupMissing(
  needed: readonly NeededProgram[],
): ReadonlyMap<string, { readonly sentence: string; readonly components: Set<string> }> {
  const groups = new Map<string, { readonly sentence: string; readonly components: Set<string> }>();
  for (const { component, program, path } of needed) {
    if (path !== undefined) continue;
    const group = groups.get(program.install) ?? {
      sentence: describeMissingProgram(program),
      components: new Set<string>(),
    };
    group.components.add(component);
    groups.set(program.install, group);
  }
  return groups;
}
