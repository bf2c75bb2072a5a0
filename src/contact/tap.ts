import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import type { ConnectionLog, LoggedConnection } from './connection-log.ts';
import { relay } from './relay.ts';
import type { TapPlan } from './tap-orders.ts';

const LOOPBACK = '127.0.0.1';

/** One relay: it listens while its component does, so that who asks meets the same refusal as without it. */
export class Tap {
  readonly log: ConnectionLog;
  readonly #onClient: (connection: LoggedConnection) => void;
  readonly #relayed = new Set<{ readonly end: () => void }>();
  #plan: TapPlan;
  #server: Server | undefined;
  /** Settles when the server listens, or cannot. */
  #heard: Promise<boolean> = Promise.resolve(false);
  #isRefused = false;
  #serverInode = 0;

  constructor(plan: TapPlan, log: ConnectionLog, onClient: (connection: LoggedConnection) => void) {
    this.#plan = plan;
    this.log = log;
    this.#onClient = onClient;
  }

  get plan(): TapPlan {
    return this.#plan;
  }

  get isListening(): boolean {
    return this.#server !== undefined;
  }

  retarget(targetPort: number): void {
    this.#plan = { ...this.#plan, targetPort };
  }

  /** `listening`: port → inode of the socket. False where it should listen and could not. */
  async follow(listening: ReadonlyMap<number, number>): Promise<boolean> {
    this.#serverInode = listening.get(this.#plan.targetPort) ?? 0;
    const isWanted = !this.#isRefused && this.#serverInode !== 0;
    if (!isWanted) this.#stopListening();
    return isWanted ? this.#listen() : true;
  }

  /** Nobody gets through any more, who is through is thrown out. */
  refuse(): void {
    this.#isRefused = true;
    this.#stopListening();
    for (const one of this.#relayed) one.end();
  }

  allow(): void {
    this.#isRefused = false;
  }

  close(): void {
    this.refuse();
  }

  async #listen(): Promise<boolean> {
    if (this.#server !== undefined) return this.#heard;
    const server = createServer({ allowHalfOpen: true, pauseOnConnect: true, noDelay: true }, (client) => {
      this.#accept(client);
    });
    this.#server = server;
    this.#heard = this.#begin(server);
    return this.#heard;
  }

  async #begin(server: Server): Promise<boolean> {
    try {
      server.listen({ port: this.#plan.listenPort, host: LOOPBACK });
      await once(server, 'listening');
      server.on('error', () => this.#stopListening());
      return true;
    } catch {
      if (this.#server === server) this.#server = undefined;
      return false;
    }
  }

  #stopListening(): void {
    this.#server?.close();
    this.#server = undefined;
  }

  #accept(client: Socket): void {
    const connection = this.log.begin(this.#plan, client.remotePort ?? 0, this.#serverInode);
    this.#onClient(connection);
    const relayed = relay(client, this.#plan, {
      onRefused: () => {
        connection.refuse();
        // The next one is refused as it should be; the next look tells when there is somebody again.
        this.#stopListening();
      },
      onConnected: (relayPort) => connection.connected(relayPort, this.log.read(connection)),
      onBytes: (direction, chunk) => connection.count(direction, chunk),
      onEnd: (how) => {
        connection.end(how);
        this.#relayed.delete(relayed);
      },
    });
    this.#relayed.add(relayed);
  }
}
