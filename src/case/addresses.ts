import type { WorldState } from '#domain';

/** Whose an address was at some moment. */
export type Holder =
  /** No component of the world ever had it. */
  | { readonly kind: 'nobody' }
  /** It was leased and nothing was started there, or it was gone by then. */
  | { readonly kind: 'gone'; readonly component: string; readonly seq: number }
  | { readonly kind: 'alive'; readonly component: string; readonly seq: number };

const ALIVE: ReadonlySet<string> = new Set(['starting', 'ready', 'paused', 'stopping']);

/** Resolves a port of this host to the component that had it at a moment, from leases and states alone. */
export function findHolder(world: WorldState | undefined, port: number, atMs: number): Holder {
  const lease = world?.ports.findLast((one) => one.port === port && one.atMs <= atMs);
  if (world === undefined || lease === undefined) return { kind: 'nobody' };
  const { component } = lease;
  const state = world.states.findLast((one) => one.component === component && one.atMs <= atMs);
  if (state === undefined) return { kind: 'gone', component, seq: lease.seq };
  return { kind: ALIVE.has(state.state) ? 'alive' : 'gone', component, seq: state.seq };
}

/** Host and port of `127.0.0.1:8002`, `[::1]:8002`, `ws://host:1/path`; undefined for a path of a socket. */
export function splitAddress(address: string): { readonly host: string; readonly port: number } | undefined {
  const match = /^(?:[a-z][a-z0-9+.-]*:\/\/)?(?:[^/@]*@)?(\[[0-9a-f:]+\]|[^\s/:]+):(\d{1,5})(?:\/|$)/iu.exec(address);
  return match === null ? undefined : { host: match[1] ?? '', port: Number(match[2]) };
}

const ADDRESS = /(?<![\w.-])(127\.0\.0\.1|localhost|0\.0\.0\.0|\[::1?\]|::1|::ffff:127\.0\.0\.1):(\d{2,5})(?!\d)/giu;

/** Who asked, as servers write it: a port of a client is of nobody's, and nobody fails at it. */
const CLIENT =
  /(?:\b(?:serving|client|peer|remote(?:[_ ]?addr(?:ess)?)?|(?:connection|request) from)[ =:]+\S+:\d{2,5}\b|(?:127\.0\.0\.1|\[::1\]):\d{2,5}(?= - "[A-Z]+ ))/giu;

/** Ports of this host that a text names, without those of clients. */
export function findLocalPorts(text: string): readonly number[] {
  return [...new Set([...text.replaceAll(CLIENT, '').matchAll(ADDRESS)].map((match) => Number(match[2])))].filter(
    (port) => port < 65_536,
  );
}
