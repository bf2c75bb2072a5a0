import { makeRedact } from '#child';
import { RealityError, describeError } from '#domain';
import type { Emit, Incident, IncidentKind } from '#domain';
import type { IncidentBook } from './incident-book.ts';
import type { World, WorldRequest, WorldContact } from './types.ts';

/** The machine would not have a world: no room, no folder, no port. Undefined for a fault of ours, which is thrown on. */
export function describeHostFault(error: unknown, incidents: IncidentBook): Incident | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const isOfHost = error instanceof RealityError || (typeof code === 'string' && /^E[A-Z]+$/u.test(code));
  if (!isOfHost) return undefined;
  const kind: IncidentKind = code === 'ENOSPC' ? 'disk-full' : 'host-need-missing';
  const text = `no world can be begun on this machine: ${describeError(error)}`;
  return incidents.openIncident({ kind, text });
}

const NO_CONTACT: WorldContact = {
  collect: async () =>
    Promise.resolve({
      isTapped: false,
      tapped: [],
      edges: [],
      exchanges: [],
      dropped: 0,
      relayPorts: [],
      listeners: [],
      served: [],
    }),
  behind: () => undefined,
  peersOf: () => [],
  heldDown: () => new Set(),
  findDirect: () => new Set(),
};

/** A world that never was: blocks every suite with the fact of the host, and leaves nothing to stop. */
export function makeBlockedWorld(request: WorldRequest, incident: Incident, emit: Emit): World {
  const never = (): never => {
    throw new Error(`world ${request.id} was never begun: ${incident.text}`);
  };
  return {
    id: request.id,
    root: '',
    dirs: {},
    nonce: '',
    secrets: [],
    redact: makeRedact([]),
    blockedBy: () => incident,
    lost: async () => Promise.resolve(incident),
    describe: never,
    variables: never,
    logs: () => [],
    examine: async () => Promise.resolve([]),
    accesses: () => [],
    programs: () => [],
    ownerOf: () => undefined,
    refuse: async () => Promise.resolve({ kind: 'not-refusable', why: `world ${request.id} was never begun` }),
    allow: async () => Promise.resolve(),
    contact: NO_CONTACT,
    isUsed: () => true,
    serve: () => undefined,
    keep: async () => Promise.resolve(),
    stop: async () => {
      emit({ kind: 'world-stopped', world: request.id, tookMs: 0, survivors: [], used: true });
      return Promise.resolve({ survivors: [], tookMs: 0 });
    },
  };
}
