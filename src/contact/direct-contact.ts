import { listClosedConnections, listSockets, mapSocketOwners } from '#child';

/** Who must not be taken for somebody of the suite. */
export interface DirectSubject {
  /** Port on which a component really listens → its name. */
  readonly ports: ReadonlyMap<number, string>;
  /** Since the attempt began. */
  readonly withinMs: number;
  /** Ports from which our relays, and we ourselves, spoke to components meanwhile. */
  readonly relayPorts: ReadonlySet<number>;
  /** This process, and those of components: their connections are not the suite's. */
  readonly isOthers: (pid: number) => boolean;
}

/**
 * Components that somebody reached past the relays: connections that are open, or that were closed while the attempt ran. Of the latter
 * nobody knows whose they were, and a connection that was reset leaves no trace: it is a reason for doubt, and no proof.
 */
export function findDirectContacts(subject: DirectSubject): ReadonlySet<string> {
  const found = new Set<string>();
  const add = (clientPort: number, serverPort: number): void => {
    const component = subject.ports.get(serverPort);
    if (component !== undefined && !subject.relayPorts.has(clientPort)) found.add(component);
  };
  for (const { port, remotePort, ageMs } of listClosedConnections()) {
    if (ageMs > subject.withinMs) continue;
    add(port, remotePort);
    add(remotePort, port);
  }
  const open = listSockets().filter(
    ({ protocol, remotePort }) => protocol === 'tcp' && subject.ports.has(remotePort ?? 0),
  );
  const owners = open.length === 0 ? new Map<number, number>() : mapSocketOwners();
  for (const { port, remotePort = 0, inode } of open) {
    const pid = owners.get(inode);
    if (pid !== undefined && !subject.isOthers(pid)) add(port, remotePort);
  }
  return found;
}

/** Ports at either end of connections that are open, or that were closed well within this time. */
export function listTalkedPorts(withinMs: number): ReadonlySet<number> {
  const closed = listClosedConnections().filter(({ ageMs }) => ageMs <= withinMs);
  const open = listSockets().filter(({ protocol, remotePort }) => protocol === 'tcp' && remotePort !== undefined);
  return new Set([...closed, ...open].flatMap(({ port, remotePort = 0 }) => [port, remotePort]));
}
