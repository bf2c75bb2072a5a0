import type { SocketFact, SocketTables } from '#child';
import { callersOf } from './client-chains.ts';
import type { SeenListener } from './tap-orders.ts';

/** A suite that opens and closes servers all day long is told often enough. */
const MOST_KEPT = 1000;

/** Ports that are no news: where our relays listen, and where components do. */
export interface KnownPorts {
  readonly own: ReadonlySet<number>;
  readonly components: ReadonlySet<number>;
}

type Tables = Pick<SocketTables, 'findSocketOwners' | 'readProgram' | 'readStat'>;

/** Notes who begins to listen on this machine, in whatever language: later he may have gone. */
export class ListenerWatch {
  readonly #tables: Tables;
  #known: ReadonlySet<number> | undefined;
  #kept: SeenListener[] = [];
  /** So many were noted before the first that is kept. */
  #before = 0;
  readonly #told = new Map<string, number>();
  #hasStrangers = false;

  constructor(tables: Tables) {
    this.#tables = tables;
  }

  /** Somebody listens who is behind no relay: he may stand between a part and another. */
  get hasStrangers(): boolean {
    return this.#hasStrangers;
  }

  look(sockets: readonly SocketFact[], { own, components }: KnownPorts): void {
    const known = this.#known;
    this.#known = new Set(sockets.map(({ inode }) => inode));
    // Who was there before the first relay is nobody of ours.
    if (known === undefined) return;
    const fresh = sockets.filter(({ inode, port }) => inode !== 0 && !known.has(inode) && !own.has(port));
    if (fresh.length === 0) return;
    const owners = this.#tables.findSocketOwners(new Set(fresh.map(({ inode }) => inode)));
    for (const socket of fresh) this.#note(socket, owners.get(socket.inode));
    if (fresh.some(({ port }) => !components.has(port))) this.#hasStrangers = true;
    this.#before += Math.max(0, this.#kept.length - MOST_KEPT);
    this.#kept = this.#kept.slice(-MOST_KEPT);
  }

  /** What this world was not told yet. */
  since(world: string): readonly SeenListener[] {
    const from = this.#told.get(world) ?? 0;
    this.#told.set(world, this.#before + this.#kept.length);
    return this.#kept.slice(Math.max(0, from - this.#before));
  }

  forget(world: string): void {
    this.#told.delete(world);
  }

  #note({ address, port, inode }: SocketFact, pid: number | undefined): void {
    if (pid === undefined || pid === process.pid) return;
    const owners = callersOf(pid, this.#tables);
    this.#kept.push({ address, port, inode, owners, ...this.#tables.readProgram(pid) });
  }
}
