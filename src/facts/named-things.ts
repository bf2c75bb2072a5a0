import type { Exchange } from './read-exchanges.ts';

/** Things by kind and name (`transfer/2`), as routes and the lines of programs name them. */
export type Things = ReadonlySet<string>;

const BY_ROUTE = /\/([A-Za-z][A-Za-z_-]{2,40})\/([\w-]*\d[\w-]*)(?=[/?#\s]|$)/gu;
const MADE = /"id"\s*:\s*"?([\w-]*\d[\w-]*)/u;
const BY_WORDS = /\b([A-Za-z]{3,40})(?:[ _-]?id)?\s?[ =:#/]\s?['"]?([\w-]*\d[\w-]*)/giu;

/** What an exchange dealt with: what its route names, and what it made. */
export function listThings({ method, answer }: Exchange): readonly string[] {
  const found = [...method.matchAll(BY_ROUTE)].map(([, kind = '', name = '']) => nameThing(kind, name));
  const [, kind] = /^(?:POST|PUT) \S*\/([A-Za-z][A-Za-z_-]{2,40})\/?$/u.exec(method) ?? [];
  const made = kind === undefined ? undefined : MADE.exec(answer)?.[1];
  return kind === undefined || made === undefined ? found : [...found, nameThing(kind, made)];
}

/** Whether a line names things that some test dealt with, and none that this one did: then it is about those, whenever it was written. */
export function isOfOthers(line: string, own: Things, all: Things): boolean {
  const named = [...line.matchAll(BY_WORDS)].map(([, kind = '', name = '']) => nameThing(kind, name));
  const known = named.filter((thing) => all.has(thing));
  return known.length > 0 && !known.some((thing) => own.has(thing));
}

// `transfers` of a route are the `transfer` of a line.
function nameThing(kind: string, name: string): string {
  return `${kind.toLowerCase().replace(/s$/u, '')}/${name}`;
}
