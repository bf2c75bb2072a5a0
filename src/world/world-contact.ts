import { findDirectContacts, parseEdge, sumTraffic, watchOwnConnections } from '#contact';
import { executableOf, findPortOwner, listDescendants } from '#child';
import type { ContactPeer } from '#domain';
import type { LiveComponent } from './live-component.ts';
import type { LiveContext } from './live-context.ts';
import type { WorldContact } from './types.ts';

export interface ContactParts {
  readonly live: LiveContext;
  readonly parts: ReadonlyMap<string, LiveComponent>;
}

export function openWorldContact({ live, parts }: ContactParts): WorldContact {
  const ownPorts = watchOwnConnections();
  const { relays, book } = live;
  const componentOf = (pids: readonly number[]): string | undefined =>
    [...parts.values()].find(({ pidsSoFar }) => pids.some((pid) => pidsSoFar.has(pid)))?.spec.name;
  return {
    collect: async () => sumTraffic(await relays.collect(), { plans: relays.plans, componentOf }),
    behind: (port) => relays.plans.find(({ listenPort }) => listenPort === port)?.targetPort,
    peersOf: (edge, ports) => {
      const component = parts.get(parseEdge(edge).to);
      return component === undefined ? [] : listPeers(component, live, ports);
    },
    heldDown: () => new Set([...parts.values()].filter(({ wasHeldDown }) => wasHeldDown).map(({ spec }) => spec.name)),
    findDirect: (withinMs, relayPorts) => {
      const own = [...parts.keys()].flatMap((name) =>
        Object.values(book.portsOf(name)).map((port): readonly [number, string] => [port, name]),
      );
      const ours = new Set([process.pid, ...[...parts.values()].flatMap(({ pid }) => treeOf(pid))]);
      const known = new Set([...relayPorts, ...ownPorts]);
      return findDirectContacts({ ports: new Map(own), withinMs, relayPorts: known, isOthers: (pid) => ours.has(pid) });
    },
  };
}

function treeOf(pid: number): readonly number[] {
  return pid === 0 ? [] : [pid, ...listDescendants(pid).map((stat) => stat.pid)];
}

/** A port of somebody else (a service by address) has an owner too, if he may be seen. */
function listPeers(
  { spec, pid }: LiveComponent,
  { book }: LiveContext,
  wanted: readonly string[],
): readonly ContactPeer[] {
  const { host } = book.locate(spec.name);
  const ports = book.portsOf(spec.name);
  return spec.declares.ports
    .filter(({ protocol, name }) => protocol !== 'udp' && (wanted.length === 0 || wanted.includes(name)))
    .flatMap(({ name }): readonly ContactPeer[] => {
      const port = ports[name];
      if (port === undefined) return [];
      const found = findPortOwner('tcp', port, pid === 0 ? [] : [pid]);
      if (found.kind !== 'held') return [];
      const executable = executableOf(found.owner.pid) ?? '';
      return [{ address: `${host}:${port}`, component: spec.name, pid: found.owner.pid, executable }];
    });
}
