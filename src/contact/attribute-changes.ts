import { nameEdge } from './edge.ts';
import type { WorldTraffic } from './edge-traffic.ts';
import type { WitnessFinding } from './witness.ts';

/** A call by which a path of MediaMTX is changed (internal/api/api_config_paths.go). */
const CHANGES = /^(?:POST|PATCH|PUT|DELETE) \/v3\/config\/paths\/(?:add|patch|replace|delete)\/(?<path>[^?#]+)/u;

/**
 * A state that changed is told of every edge over which it can have been changed. Where relays read by whose calls all of it was, it is
 * theirs alone; else it is nobody's who did not even connect while somebody else did.
 */
export function attributeChanges(findings: readonly WitnessFinding[], traffic: Traffic): readonly WitnessFinding[] {
  const changes = findings.filter(({ changed }) => changed !== undefined);
  const present = changes.filter(({ edge }) => !traffic.tapped.includes(edge) || isTouched(edge, traffic));
  const kept = [findCallers(changes, traffic), present].find((some) => some.length > 0) ?? changes;
  return findings.filter((one) => one.changed === undefined || kept.includes(one) || !hasRival(one, kept));
}

type Traffic = Pick<WorldTraffic, 'tapped' | 'edges' | 'exchanges' | 'dropped'>;

/** None where something changed that no call names, or where calls were not kept. */
function findCallers(changes: readonly WitnessFinding[], traffic: Traffic): readonly WitnessFinding[] {
  const callers = changes.map((one) => ({ one, paths: listCalled(one.edge, traffic) }));
  const all = new Set(callers.flatMap(({ paths }) => paths));
  const isWhole = changes.every(({ changed = [] }) => changed.every((name) => all.has(name)));
  if (traffic.dropped > 0 || !isWhole) return [];
  return callers
    .filter(({ one: { changed = [] }, paths }) => paths.some((path) => changed.includes(path)))
    .map(({ one }) => one);
}

/** Of another component nobody has said anything. */
function hasRival({ edge }: WitnessFinding, kept: readonly WitnessFinding[]): boolean {
  return kept.some((other) => targetOf(other.edge) === targetOf(edge));
}

function targetOf(edge: string): string {
  return edge.slice(edge.indexOf('>') + 1);
}

function isTouched(wanted: string, { edges }: Pick<WorldTraffic, 'edges'>): boolean {
  return edges.some(({ edge, connections }) => edge === wanted && connections > 0);
}

/** Paths that somebody changed over this edge. */
function listCalled(edge: string, { exchanges }: Pick<Traffic, 'exchanges'>): readonly string[] {
  return exchanges.flatMap(({ fact }) => {
    const from = fact.from === undefined ? {} : { from: fact.from };
    const isHere = fact.component !== undefined && nameEdge({ ...from, to: fact.component }) === edge;
    const path = isHere && fact.end === 'answered' ? CHANGES.exec(fact.method)?.groups?.['path'] : undefined;
    return path === undefined ? [] : [decode(path)];
  });
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
