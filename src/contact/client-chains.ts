import type { SocketTables } from '#child';
import type { LoggedConnection } from './connection-log.ts';

const LONGEST_CHAIN = 12;

/**
 * Who is at the near end of these connections: the kernel's table gives the inode of the client's socket, its owner is found among all
 * processes. Takes 3 to 10 ms for all of them together; who has closed his end meanwhile stays unknown.
 */
export function findClients(connections: readonly LoggedConnection[], tables: SocketTables): void {
  const byPorts = new Map(connections.map((one) => [`${one.clientPort} ${one.tap.listenPort}`, one]));
  const wanted = tables.listSockets().flatMap(({ protocol, port, remotePort, inode }) => {
    const connection = protocol === 'tcp' ? byPorts.get(`${port} ${remotePort ?? 0}`) : undefined;
    return connection === undefined || inode === 0 ? [] : [{ connection, inode }];
  });
  if (wanted.length === 0) return;
  const owners = tables.findSocketOwners(new Set(wanted.map(({ inode }) => inode)));
  for (const { connection, inode } of wanted) {
    const pid = owners.get(inode);
    if (pid !== undefined) connection.clients = callersOf(pid, tables);
  }
}

/** The process and those that started it, while these are still there. */
export function callersOf(pid: number, { readStat }: Pick<SocketTables, 'readStat'>): readonly number[] {
  const chain: number[] = [];
  for (let at = pid; at > 1 && chain.length < LONGEST_CHAIN; at = readStat(at)?.parentPid ?? 0) chain.push(at);
  return chain;
}
