import { isBelow, rankOf } from './contact-level.ts';
import type { Contact, ContactPeer } from './no-mocks.ts';
import { present } from './present.ts';

/** The contact of one edge over all tests of an attempt. */
export interface EdgeContact extends Contact {
  /** How many tests that ran alone it was seen with; 0 = all shared a process. */
  readonly parts: number;
  /** All of them together stayed below what is declared. */
  readonly below: boolean;
  /** Lines of the journal, the first ones. */
  readonly seqs: readonly number[];
}

type Told = Contact & { readonly seq: number; readonly ordinal?: number };

const SEQS_KEPT = 5;
const PEERS_KEPT = 20;
const NAMES_KEPT = 50;

/** One for each edge, in the order they were told first: the strongest level, all that was counted together. */
export function mergeContacts(contacts: readonly Told[]): readonly EdgeContact[] {
  const byEdge = new Map<string, Told[]>();
  for (const one of contacts) {
    const known = byEdge.get(one.edge);
    if (known === undefined) byEdge.set(one.edge, [one]);
    else known.push(one);
  }
  return [...byEdge].map(([edge, all]) => mergeOne(edge, all));
}

function mergeOne(edge: string, all: readonly Told[]): EdgeContact {
  const strongest = all.reduce((one, other) => (rankOf(other.level) > rankOf(one.level) ? other : one));
  const declared = all.find((one) => one.declared !== undefined)?.declared;
  const whole = all.find(({ ordinal }) => ordinal === undefined) ?? strongest;
  const heldDown = all.some((one) => one.heldDown === true) || undefined;
  const demanded = present({ declared, heldDown });
  const sum = (count: (one: Told) => number): number => all.reduce((total, one) => total + count(one), 0);
  return {
    edge,
    level: strongest.level,
    note: whole.note,
    ...demanded,
    seenBy: [...new Set(all.flatMap((one) => one.seenBy))],
    connections: sum((one) => one.connections),
    refused: sum((one) => one.refused),
    bytesSent: sum((one) => one.bytesSent),
    bytesReceived: sum((one) => one.bytesReceived),
    calls: sum((one) => one.calls),
    peers: mergePeers(all),
    serverIds: [...new Set(all.flatMap((one) => one.serverIds))].slice(0, NAMES_KEPT),
    nonces: [...new Set(all.flatMap((one) => one.nonces))].slice(0, NAMES_KEPT),
    parts: all.filter(({ ordinal }) => ordinal !== undefined).length,
    below: isBelow({ level: strongest.level, ...demanded }),
    seqs: all.slice(0, SEQS_KEPT).map((one) => one.seq),
  };
}

function mergePeers(all: readonly Told[]): readonly ContactPeer[] {
  const peers = all.flatMap((one) => one.peers);
  return [...new Map(peers.map((peer) => [`${peer.address} ${peer.pid}`, peer])).values()].slice(0, PEERS_KEPT);
}
