import { nameEdge } from './edge.ts';
import type { EdgeTraffic, ServedTraffic, WorldTraffic } from './edge-traffic.ts';
import type { ClientChain, TapHarvest, TapPlan, TapTraffic } from './tap-orders.ts';

export interface TrafficSubject {
  readonly plans: readonly TapPlan[];
  /** Component that one of these processes is, or was; undefined = none: then it was the suite. */
  readonly componentOf: (clients: ClientChain) => string | undefined;
}

/** What relays saw, by edge. Who came over a relay that is the same for all is told by his process. */
export function sumTraffic(harvest: TapHarvest, { plans, componentOf }: TrafficSubject): WorldTraffic {
  const byKey = new Map(plans.map((plan) => [plan.key, plan]));
  const edges = new Map<string, EdgeTraffic>();
  const served: ServedTraffic[] = [];
  for (const traffic of harvest.traffic) {
    const plan = byKey.get(traffic.key);
    if (plan === undefined || isNothing(traffic)) continue;
    const edge = edgeOf(plan, componentOf(traffic.clients));
    if (traffic.answered > 0) served.push({ edge, server: traffic.server, clients: traffic.clients });
    edges.set(edge, add(edges.get(edge) ?? makeEmpty(edge), traffic, plan.portName));
  }
  const exchanges = harvest.exchanges.map(({ atMs, fact, key, clients }) => {
    const plan = byKey.get(key);
    const from = plan?.isShared === true ? componentOf(clients) : plan?.from;
    return { atMs, fact: from === undefined ? fact : { ...fact, from } };
  });
  return {
    isTapped: plans.length > 0,
    tapped: [...new Set(plans.map(({ edge }) => edge))],
    edges: [...edges.values()],
    exchanges,
    dropped: harvest.dropped,
    relayPorts: harvest.relayPorts,
    listeners: harvest.listeners,
    served,
  };
}

function edgeOf(plan: TapPlan, client: string | undefined): string {
  if (!plan.isShared) return plan.edge;
  return nameEdge(client === undefined ? { to: plan.component } : { from: client, to: plan.component });
}

function isNothing({ connections, refused, bytesSent, bytesReceived }: TapTraffic): boolean {
  return connections + refused + bytesSent + bytesReceived === 0;
}

function makeEmpty(edge: string): EdgeTraffic {
  return { edge, connections: 0, refused: 0, bytesSent: 0, bytesReceived: 0, answered: 0, calls: 0, ports: [] };
}

function add(sum: EdgeTraffic, traffic: TapTraffic, portName: string): EdgeTraffic {
  return {
    edge: sum.edge,
    connections: sum.connections + traffic.connections,
    refused: sum.refused + traffic.refused,
    bytesSent: sum.bytesSent + traffic.bytesSent,
    bytesReceived: sum.bytesReceived + traffic.bytesReceived,
    answered: sum.answered + traffic.answered,
    calls: sum.calls + traffic.calls,
    ports: [...new Set([...sum.ports, portName])],
  };
}
