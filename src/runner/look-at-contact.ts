import { attributeChanges, creditProxies, declareContact, findMisled, findUsurpers, foldContacts } from '#contact';
import type { OwnListener, WitnessFinding, WorldTraffic } from '#contact';
import { mergeContacts, present } from '#domain';
import type { Contact, ContactLevel, MockUse } from '#domain';
import type { World } from '#world';
import type { EngineProcess } from './attempt-state.ts';
import { isWatched } from './open-taps.ts';
import { listOwnListeners } from './own-listeners.ts';
import { listServiceSettings } from './service-settings.ts';

/** What was seen of contact while one process of an engine ran. */
export interface ContactSeen {
  readonly contacts: readonly Contact[];
  readonly exchanges: WorldTraffic['exchanges'];
  /** False = the suite declares nothing: the least was expected. */
  readonly isOwn: boolean;
  /** Servers that the suite opened itself. */
  readonly listeners: readonly OwnListener[];
  /** What of them stood in the place of a component, whatever came of the tests. */
  readonly fakes: readonly MockUse[];
}

/** Asked when the process has gone and its world still stands. */
export type EndContactLook = () => Promise<ContactSeen>;

/** Begins just before the process: what went on before is none of its doing. Undefined where contact is not asked for. */
export async function beginContactLook(process: EngineProcess): Promise<EndContactLook | undefined> {
  const { run, world, lists, planned } = process;
  if (world === undefined || lists === true || !isWatched(planned)) return undefined;
  await world.contact.collect();
  const startedMs = run.context.environment.monotonicMs();
  return async () => {
    const traffic = await world.contact.collect();
    const withinMs = run.context.environment.monotonicMs() - startedMs;
    const { findings } = await process.witness.collect();
    return conclude(process, world, { traffic, findings, withinMs });
  };
}

interface Looked {
  readonly traffic: WorldTraffic;
  readonly findings: readonly WitnessFinding[];
  readonly withinMs: number;
}

function conclude(process: EngineProcess, world: World, looked: Looked): ContactSeen {
  const { traffic, withinMs } = looked;
  const { components } = process.run.request.config;
  const { levels, isOwn } = declareContact(process.planned, process.spec, components);
  const listeners = listOwnListeners(process, world, { traffic, withinMs });
  const contacts = creditProxies(foldAll(world, looked, levels), listeners);
  const names = components.map(({ name }) => name);
  const misled =
    listeners.length === 0 ? [] : findMisled(listServiceSettings(process), { listeners, components: names });
  const fakes = [...findUsurpers(traffic.served, listeners), ...misled];
  return { contacts, exchanges: traffic.exchanges, isOwn, listeners, fakes };
}

function foldAll(
  { contact }: World,
  { traffic, findings, withinMs }: Looked,
  declared: Readonly<Record<string, ContactLevel>>,
): readonly Contact[] {
  const told = attributeChanges(findings, traffic);
  const subject = { declared, traffic, findings: told, heldDown: contact.heldDown(), peersOf: contact.peersOf };
  const first = foldContacts({ ...subject, direct: new Set() });
  // The tables of the kernel cost some milliseconds, and are asked only where the relays leave a doubt.
  const isDoubtful = first.some(
    ({ level, edge, ...one }) => level === 'L0' && (one.declared ?? declared[edge]) !== undefined,
  );
  if (!isDoubtful) return first;
  return foldContacts({ ...subject, direct: contact.findDirect(withinMs, new Set(traffic.relayPorts)) });
}

/** Journals each edge. Of a test alone nothing is demanded: what a suite declares holds for all of its tests together. */
export function tellContacts(
  { run, attempt, test }: Pick<EngineProcess, 'run' | 'attempt'> & Partial<Pick<EngineProcess, 'test'>>,
  seen: ContactSeen,
): void {
  for (const contact of seen.contacts) {
    const { declared: _declared, ...observed } = contact;
    const told = test === undefined ? contact : observed;
    run.emit({ kind: 'contact-found', attempt, contact: told, ...present({ ordinal: test?.ordinal }) });
  }
}

const NOT_COUNTED = { connections: 0, refused: 0, bytesSent: 0, bytesReceived: 0, calls: 0 } as const;

/** All tests of a suite that run alone, as one: the strongest of each edge. What was counted, and what was fake, has been told with each of them. */
export function sumContacts(all: readonly ContactSeen[]): ContactSeen | undefined {
  const [first] = all;
  if (first === undefined) return undefined;
  const told = all.flatMap(({ contacts }) => contacts.map((contact) => ({ ...contact, seq: 0 })));
  const contacts = mergeContacts(told).map(({ parts: _parts, below: _below, seqs: _seqs, ...contact }) => {
    const note = `the strongest of ${all.length} tests: ${contact.note}`;
    return { ...contact, ...NOT_COUNTED, note };
  });
  const listeners = all.flatMap((one) => one.listeners);
  return { contacts, exchanges: [], isOwn: first.isOwn, listeners, fakes: [] };
}
