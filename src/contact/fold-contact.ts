import { formatBytes, present, rankOf } from '#domain';
import type { Contact, ContactLevel, ContactPeer, ContactSource } from '#domain';
import { parseEdge } from './edge.ts';
import type { EdgeTraffic, WorldTraffic } from './edge-traffic.ts';
import type { WitnessFinding } from './witness.ts';

/** Everything that was seen of contact during one attempt, or one test alone. */
export interface ContactSubject {
  readonly declared: Readonly<Record<string, ContactLevel>>;
  readonly traffic: WorldTraffic;
  readonly findings: readonly WitnessFinding[];
  /** Components that somebody reached past the relays. */
  readonly direct: ReadonlySet<string>;
  /** Components that were kept down on purpose meanwhile. */
  readonly heldDown: ReadonlySet<string>;
  /** Who listens where the edge leads, on these ports; on all where none is named. */
  readonly peersOf: (edge: string, ports: readonly string[]) => readonly ContactPeer[];
}

const NO_TRAFFIC: Omit<EdgeTraffic, 'edge'> = {
  connections: 0,
  refused: 0,
  bytesSent: 0,
  bytesReceived: 0,
  answered: 0,
  calls: 0,
  ports: [],
};

/** One for each edge that was declared or touched, the declared ones first. */
export function foldContacts(subject: ContactSubject): readonly Contact[] {
  const { declared, traffic, findings, direct } = subject;
  const touched = [...traffic.edges.map(({ edge }) => edge), ...findings.map(({ edge }) => edge)];
  const reached = [...direct].filter((component) => !traffic.tapped.includes(component));
  const edges = [...new Set([...Object.keys(declared), ...touched, ...reached])];
  return edges.map((edge) => foldEdge(edge, subject));
}

function foldEdge(edge: string, subject: ContactSubject): Contact {
  const seen = lookAt(edge, subject);
  const { traffic, findings, level } = seen;
  const { connections, refused, bytesSent, bytesReceived, calls, ports } = traffic;
  const { to } = parseEdge(edge);
  return {
    edge,
    level,
    ...present({ declared: expected(subject.declared[edge], seen), heldDown: subject.heldDown.has(to) || undefined }),
    seenBy: listSources(seen),
    connections,
    refused,
    bytesSent,
    bytesReceived,
    calls,
    peers: rankOf(level) < rankOf('L2') ? [] : subject.peersOf(edge, ports),
    serverIds: findings.flatMap(({ serverIds }) => serverIds),
    nonces: findings.flatMap(({ nonces }) => nonces),
    note: describe(seen),
  };
}

/** One edge, with all that is known of it. */
interface SeenEdge {
  readonly traffic: EdgeTraffic;
  readonly findings: readonly WitnessFinding[];
  readonly level: ContactLevel;
  readonly isTapped: boolean;
  /** Somebody reached it past the relay. */
  readonly isDirect: boolean;
}

function lookAt(edge: string, subject: ContactSubject): SeenEdge {
  const traffic = subject.traffic.edges.find((one) => one.edge === edge) ?? { edge, ...NO_TRAFFIC };
  const findings = subject.findings.filter((one) => one.edge === edge);
  const { from, to } = parseEdge(edge);
  const isDirect = from === undefined && subject.direct.has(to);
  const levels = [levelOf(traffic), ...(isDirect ? (['L2'] as const) : []), ...findings.map((one) => one.level)];
  const level = levels.reduce((one, other) => (rankOf(other) > rankOf(one) ? other : one));
  return { traffic, findings, level, isTapped: subject.traffic.tapped.includes(edge), isDirect };
}

function listSources({ traffic, findings, isTapped, isDirect }: SeenEdge): readonly ContactSource[] {
  const isSeenByTap = isTapped || traffic.connections + traffic.refused > 0;
  return [
    ...(isSeenByTap ? (['tap'] as const) : []),
    ...(isDirect ? (['sockets'] as const) : []),
    ...new Set(findings.map((one) => one.seenBy)),
  ];
}

function describe({ traffic, findings, isTapped, isDirect }: SeenEdge): string {
  const texts = [describeTraffic(traffic, isTapped), isDirect ? PAST : '', ...findings.map(({ note }) => note)];
  return texts.filter((text) => text !== '').join('; ');
}

const PAST = 'somebody connected to it past the relay, which shows no more than that';

/** Without a relay nobody can tell a call from a mere connection, nor no call from a short one: then no more is asked than can be seen. */
function expected(
  declared: ContactLevel | undefined,
  {
    isTapped,
    isDirect,
    level,
  }: { readonly isTapped: boolean; readonly isDirect: boolean; readonly level: ContactLevel },
): ContactLevel | undefined {
  if (declared === undefined || (isTapped && !isDirect) || rankOf(level) >= rankOf(declared)) return declared;
  if (level === 'L0') return undefined;
  return rankOf(declared) > rankOf('L2') ? 'L2' : declared;
}

function levelOf({ answered, bytesSent, bytesReceived, connections, refused }: EdgeTraffic): ContactLevel {
  if (answered > 0 || (bytesSent > 0 && bytesReceived > 0)) return 'L3';
  if (connections > 0) return 'L2';
  return refused > 0 ? 'L1' : 'L0';
}

function describeTraffic(traffic: EdgeTraffic, isTapped: boolean): string {
  const { connections, refused, bytesSent, bytesReceived, calls, ports } = traffic;
  if (connections + refused === 0) return isTapped ? 'nothing came over its relays' : 'no relay stands here';
  const counted = `${connections} ${connections === 1 ? 'connection' : 'connections'} to ${ports.join(', ')}`;
  const bytes = `${formatBytes(bytesSent)} there and ${formatBytes(bytesReceived)} back`;
  return [counted, bytes, calls === 0 ? '' : `${calls} calls answered`, refused === 0 ? '' : `${refused} refused`]
    .filter((text) => text !== '')
    .join(', ');
}
