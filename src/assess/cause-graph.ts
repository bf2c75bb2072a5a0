import type { Cause } from '#domain';

/** What follows from what among the causes that count. */
export interface CauseGraph {
  /** Ids of the causes that have to be mended before one. */
  readonly after: ReadonlyMap<string, readonly string[]>;
  /** Length of the longest way that leads to a cause; 0 for one that follows from nothing. */
  readonly depth: ReadonlyMap<string, number>;
  /** Everything that follows from a cause, near and far. */
  readonly following: (id: string) => ReadonlySet<string>;
}

/** The graph by `leadsTo`; ids that are not among the causes, and a circle should there ever be one, lead nowhere. */
export function makeGraph(causes: readonly Cause[]): CauseGraph {
  const next = new Map(causes.map((cause) => [cause.id, new Set<string>()]));
  const after = new Map(causes.map((cause) => [cause.id, [] as string[]]));
  for (const { id, leadsTo } of causes) {
    for (const other of leadsTo) {
      if (other === id || !after.has(other) || reaches(next, other, id)) continue;
      next.get(id)?.add(other);
      after.get(other)?.push(id);
    }
  }
  const depth = new Map<string, number>();
  for (const { id } of causes) measureDepth(id, after, depth);
  return { after, depth, following: (id) => collectFollowing(next, id) };
}

function reaches(next: ReadonlyMap<string, ReadonlySet<string>>, from: string, to: string): boolean {
  return collectFollowing(next, from).has(to);
}

function collectFollowing(next: ReadonlyMap<string, ReadonlySet<string>>, from: string): ReadonlySet<string> {
  const found = new Set<string>();
  const open = [from];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    for (const other of next.get(id) ?? []) {
      if (found.has(other)) continue;
      found.add(other);
      open.push(other);
    }
  }
  return found;
}

// Without recursion: a chain may be as long as there are causes.
function measureDepth(id: string, after: ReadonlyMap<string, readonly string[]>, depth: Map<string, number>): void {
  const open = [id];
  for (let current = open.at(-1); current !== undefined; current = open.at(-1)) {
    const before = after.get(current) ?? [];
    const missing = before.filter((one) => !depth.has(one));
    if (missing.length > 0) open.push(...missing);
    else {
      depth.set(current, Math.max(-1, ...before.map((one) => depth.get(one) ?? 0)) + 1);
      open.pop();
    }
  }
}
