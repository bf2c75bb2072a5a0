import { listDescriptors, listPids } from './read-process.ts';

/**
 * Inode → process, of these sockets alone. The youngest processes are asked first and nobody when all are found: who has just begun to
 * listen has mostly just begun to run.
 */
export function findSocketOwners(inodes: ReadonlySet<number>): ReadonlyMap<number, number> {
  const owners = new Map<number, number>();
  for (const pid of listPids().toReversed()) {
    if (owners.size === inodes.size) break;
    for (const target of listDescriptors(pid)) {
      const inode = target.startsWith('socket:[') ? Number(target.slice(8, -1)) : 0;
      if (inodes.has(inode)) owners.set(inode, pid);
    }
  }
  return owners;
}
