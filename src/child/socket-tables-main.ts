// What the kernel knows of sockets, for a process that must not load the rest of this module: it is imported by its address.
import { listSockets, listTcpListeners } from './listeners.ts';
import { executableOf, readArgv, readStat } from './read-process.ts';
import { findSocketOwners } from './socket-owners.ts';
import type { SocketTables } from './types.ts';

const readProgram: SocketTables['readProgram'] = (pid) => ({
  executable: executableOf(pid) ?? '',
  argv: readArgv(pid),
});

export const tables: SocketTables = {
  listTcpListeners,
  listSockets,
  findSocketOwners,
  readStat,
  readProgram,
};
