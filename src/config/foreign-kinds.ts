import { z } from 'zod';
import { describeError } from '#domain';
import type { Issue } from './issue.ts';
import { childOf } from './located.ts';
import type { Located } from './located.ts';
import type { ConfigKind, ConfigKinds } from './plug.ts';
import type { LoadRequest } from './request.ts';

const MODULE = /^\.{1,2}\//u;

/** Stands for one that could not be loaded: its own mistake was told, and no other follows from it. */
const UNKNOWN: ConfigKind = {
  schema: z.unknown(),
  declare: () => ({ ports: [], urls: [], secrets: [], dirs: [], facts: [] }),
};

/** The kinds that components name as modules of the user's own (`kind: ./my-kind.js`), each under the name as written. */
export async function loadForeignKinds(
  section: Located | undefined,
  folder: string,
  request: LoadRequest,
  issues: Issue[],
): Promise<ConfigKinds> {
  const kinds: Record<string, ConfigKind> = {};
  for (const located of listKinds(section)) {
    const name = located.kind === 'scalar' ? located.value : undefined;
    if (typeof name !== 'string' || !MODULE.test(name) || Object.hasOwn(kinds, name)) continue;
    kinds[name] = UNKNOWN;
    const path = request.files.resolve(folder, name);
    if (!request.files.exists(path)) {
      issues.push({ place: located.place, text: `there is no file ${name} for this kind` });
      continue;
    }
    try {
      kinds[name] = request.adoptKind(await request.files.importDefault(path));
    } catch (error) {
      issues.push({ place: located.place, text: `the kind ${name} cannot be used: ${describeError(error)}` });
    }
  }
  return kinds;
}

function listKinds(section: Located | undefined): readonly Located[] {
  if (section?.kind !== 'map') return [];
  return [...section.entries.values()].flatMap(({ value }) => {
    const kind = childOf(value, 'kind');
    return kind === undefined ? [] : [kind];
  });
}
