import { isOfNonce } from '#domain';
import type { Access } from './access-witness.ts';
import { readMediamtx } from './mediamtx-state.ts';
import type { MediaSession, MediamtxState } from './mediamtx-state.ts';
import type { WitnessFinding } from './witness.ts';

export interface MediamtxSubject {
  /** Name of the component. */
  readonly component: string;
  /** Its API, over the real port. */
  readonly api: string;
  /** Edges of those that may change it by its API: `service>mediamtx`, and `mediamtx` where the suite requires it itself. */
  readonly edges: readonly string[];
  /** Of the world: in the URLs of its streams. */
  readonly worldNonce: string;
  /** Of the suite's process: in the URLs that the kit makes. */
  readonly suiteNonce: string;
  readonly accesses: () => readonly Access[];
  /** Epoch milliseconds. */
  readonly nowMs: () => number;
}

/**
 * Of one world. `begin` when an attempt (or a test alone) begins, `collect` when its process has gone and the world still stands. Neither
 * throws for what MediaMTX does: where it cannot be asked, nothing is said.
 */
export interface MediamtxWitness {
  readonly begin: () => Promise<void>;
  readonly collect: () => Promise<readonly WitnessFinding[]>;
  /** Paths for which it fetches a stream from elsewhere itself, as `collect` found them. */
  readonly pulled: () => readonly string[];
}

const MAX_TOLD = 20;

/** What a MediaMTX itself shows of an attempt: who came with the suite's nonce, and what of its state changed under a stream of ours. */
export function makeMediamtxWitness(subject: MediamtxSubject): MediamtxWitness {
  let [before, after]: (MediamtxState | undefined)[] = [];
  let sinceMs = 0;
  return {
    begin: async () => {
      sinceMs = subject.nowMs();
      before = await readMediamtx(subject.api);
    },
    collect: async () => {
      after = await readMediamtx(subject.api);
      const came = subject.accesses().filter((access) => access.component === subject.component);
      return [
        ...tellVisits(subject, { sinceMs, came, after }),
        ...(before === undefined || after === undefined ? [] : tellChanges(subject, { before, after, came })),
      ];
    },
    pulled: () => [...(after?.sources ?? [])].filter(([, type]) => type.endsWith('Source')).map(([path]) => path),
  };
}

interface Visits {
  readonly sinceMs: number;
  readonly came: readonly Access[];
  readonly after: MediamtxState | undefined;
}

/** The suite's own clients: they carry its nonce in their URL, MediaMTX tells it with the id that it gave them. */
function tellVisits(subject: MediamtxSubject, { sinceMs, came, after }: Visits): readonly WitnessFinding[] {
  const { component, suiteNonce } = subject;
  const own = came.filter(({ atMs, query }) => atMs >= sinceMs && isOfNonce(nonceOf(query), suiteNonce));
  const open = (after?.sessions ?? []).filter(({ query }) => isOfNonce(nonceOf(query), suiteNonce));
  const ids = [...new Set([...own, ...open].map(({ id }) => id).filter((id) => id !== ''))];
  if (own.length === 0 && open.length === 0) return [];
  const published = [...new Set([...own.filter(isPublish), ...open.filter(isPublishing)].map(({ path }) => path))];
  const counts = ['publish', 'read', 'playback'].flatMap((action) => {
    const number = own.filter((access) => access.action === action).length;
    return number === 0 ? [] : [`${number} × ${action}`];
  });
  return [
    {
      edge: component,
      level: published.length > 0 ? 'L4' : 'L3',
      seenBy: 'witness',
      serverIds: ids.slice(0, MAX_TOLD),
      nonces: ids.slice(0, MAX_TOLD).map((id) => `session ${id} of ${component}`),
      note: `${component} let in the suite's own clients (${counts.join(', ') || 'still connected'})`,
    },
  ];
}

interface Change {
  readonly before: MediamtxState;
  readonly after: MediamtxState;
  readonly came: readonly Access[];
}

/** State that changed meanwhile, of paths to which a stream of ours publishes: whoever changed it spoke with this very MediaMTX. */
function tellChanges(subject: MediamtxSubject, { before, after, came }: Change): readonly WitnessFinding[] {
  const changed = listChanged(before, after).map((path) => ({ path, nonce: findNonce(path, subject, after, came) }));
  if (changed.length === 0) return [];
  const carried = changed.filter(({ nonce }) => nonce !== undefined);
  const names = changed.map(({ path }) => path);
  return subject.edges.map((edge) => ({
    edge,
    level: carried.length > 0 ? ('L4' as const) : ('L3' as const),
    seenBy: 'witness' as const,
    changed: names,
    serverIds: names.slice(0, MAX_TOLD).map((path) => `path ${path}`),
    nonces: carried.slice(0, MAX_TOLD).map(({ path, nonce }) => `path ${path}, published with ?run=${nonce ?? ''}`),
    note: `paths of ${subject.component} were added, changed, recorded or removed: ${names.slice(0, MAX_TOLD).join(', ')}`,
  }));
}

function listChanged(before: MediamtxState, after: MediamtxState): readonly string[] {
  return [
    ...new Set([...listDiffering(before.paths, after.paths), ...listDiffering(before.recordings, after.recordings)]),
  ];
}

function listDiffering<Value>(one: ReadonlyMap<string, Value>, other: ReadonlyMap<string, Value>): readonly string[] {
  return [...new Set([...one.keys(), ...other.keys()])].filter((name) => one.get(name) !== other.get(name));
}

/** The nonce of ours with which somebody publishes to a path, or did. */
function findNonce(
  path: string,
  { worldNonce, suiteNonce }: MediamtxSubject,
  { sessions }: MediamtxState,
  came: readonly Access[],
): string | undefined {
  const publishers = [...sessions.filter(isPublishing), ...came.filter(isPublish)].filter((each) => each.path === path);
  return publishers
    .map(({ query }) => nonceOf(query))
    .find((nonce) => isOfNonce(nonce, worldNonce) || isOfNonce(nonce, suiteNonce));
}

function isPublish({ action }: Access): boolean {
  return action === 'publish';
}

function isPublishing({ state }: MediaSession): boolean {
  return state === 'publish';
}

/** The `run` of a query; empty when it has none. */
export function nonceOf(query: string): string {
  return new URLSearchParams(query).get('run') ?? '';
}
