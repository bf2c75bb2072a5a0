import { fillReferences } from './reference.ts';
import type { WorldFile } from './world-file.ts';

/** The text with each reference replaced by what the suite's world has; throws for one that config should have refused. */
export function fillFromWorld(text: string, world: WorldFile | undefined): string {
  return fillReferences(text, ({ text: written, path: [head = '', field = '', name = ''] }) => {
    const found = head === 'dirs' ? world?.dirs[field] : lookUp(world, head, field, name);
    if (found === undefined) throw new Error(`${written} names nothing in this world`);
    return found;
  });
}

function lookUp(world: WorldFile | undefined, component: string, field: string, name: string): string | undefined {
  const found = world?.components[component];
  if (found === undefined) return undefined;
  if (field === 'host') return found.host;
  const groups = { ports: found.ports, urls: found.urls, secrets: found.secrets, facts: found.facts };
  const values = new Map<string, Readonly<Record<string, string | number>>>(Object.entries(groups)).get(field);
  const value = values?.[name];
  return value === undefined ? undefined : String(value);
}
