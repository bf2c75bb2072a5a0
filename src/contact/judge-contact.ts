import { isBelow, present, rankOf } from '#domain';
import type { Contact, ContactLevel, FindingVerdict, MockUse } from '#domain';
import { parseEdge } from './edge.ts';
import { describeListeners, isProxyFor } from './own-listener.ts';
import type { OwnListener } from './own-listener.ts';

/** True for a pass that lacks what it declares. */
export function isHollow(contacts: readonly Contact[]): boolean {
  return contacts.some(isBelow);
}

export interface AbsenceSubject {
  /** False = the suite declares nothing and we expected the least: then it is worth a word, and no more. */
  readonly isOwn: boolean;
  /** Servers that the suite opened itself. */
  readonly listeners: readonly OwnListener[];
}

/**
 * A pass for which nothing was even tried on an edge that the suite itself declares: what answered was something else, by its name where
 * the suite had a server of its own to which somebody talked.
 */
export function findAbsent(contacts: readonly Contact[], subject: AbsenceSubject): readonly MockUse[] {
  return contacts.filter(isAbsent).map((contact) => makeMock(contact, subject));
}

/** What one component should have asked of another went through a proxy that the suite started: that is contact, and no more is known of it. */
export function creditProxies(contacts: readonly Contact[], listeners: readonly OwnListener[]): readonly Contact[] {
  return contacts.map((contact) => {
    const { from, to } = parseEdge(contact.edge);
    const proxies = listeners.filter((one) => one.isUsed && isProxyFor(one, to));
    if (from === undefined || contact.level !== 'L0' || proxies.length === 0) return contact;
    const note = `through ${describeListeners(proxies)}, which asked ${to} and was answered`;
    return { ...contact, level: 'L3', seenBy: [...new Set([...contact.seenBy, 'sockets' as const])], note };
  });
}

function isAbsent({ level, declared, heldDown, seenBy }: Contact): boolean {
  if (declared === undefined || rankOf(declared) < rankOf('L3')) return false;
  return level === 'L0' && heldDown !== true && seenBy.includes('tap');
}

function makeMock({ edge, declared = 'L3' }: Contact, { isOwn, listeners }: AbsenceSubject): MockUse {
  const { from, to } = parseEdge(edge);
  const who = from ?? 'the suite';
  const suspects = findSuspects(edge, listeners);
  const [first] = suspects;
  const base = {
    by: 'contact',
    verdict: judge(isOwn, edge, suspects),
    what: edge,
    mend: `let ${who} ask the ${to} that was started for it, by the address it is given`,
  } as const;
  const lacks = `it passed although ${who} never even connected to ${to}${describeDemand(isOwn, declared)}`;
  if (first === undefined)
    return { ...base, rule: 'no-contact', sentence: `${lacks}: whatever answered was not ${to}` };
  const sentence = `${lacks}: what answered was ${describeListeners(suspects)}`;
  return { ...base, rule: 'fake-peer', sentence, pid: first.pid, ...present({ frame: first.frame }) };
}

function describeDemand(isOwn: boolean, declared: ContactLevel): string {
  return isOwn ? `, for which it declares ${declared}` : '';
}

/** Those that somebody talked to; behind a copy of the one who should have asked, what that copy may have asked. */
function findSuspects(edge: string, listeners: readonly OwnListener[]): readonly OwnListener[] {
  const { from, to } = parseEdge(edge);
  const used = listeners.filter(({ isUsed }) => isUsed);
  const copies = used.filter(({ copyOf }) => copyOf === to);
  const others = used.filter(({ copyOf }) => copyOf === undefined || copyOf !== from);
  if (copies.length > 0) return copies;
  return others.length > 0 ? others : used;
}

/** A server in the process of the tests, which asked the component too, may be a proxy or not: that is told, and the pass is hollow. */
function judge(isOwn: boolean, edge: string, suspects: readonly OwnListener[]): FindingVerdict {
  if (!isOwn) return 'warn';
  const { from, to } = parseEdge(edge);
  const isDoubtful = from !== undefined && suspects.length > 0 && suspects.every(({ asked }) => asked.has(to));
  return isDoubtful ? 'warn' : 'block';
}
