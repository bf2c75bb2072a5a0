// What the kernel knows of sockets, for a process that must not load the rest of this module: it is imported by its address.
import { listListeningPorts, listSockets, mapSocketOwners } from './listeners.ts';
import { readStat } from './read-process.ts';
import type { SocketTables } from './types.ts';

export const tables: SocketTables = { listListeningPorts, listSockets, mapSocketOwners, readStat };
