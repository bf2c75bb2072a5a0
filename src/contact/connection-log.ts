import { KeptExchanges } from './kept-exchanges.ts';
import type { ClientChain, TapHarvest, TapPlan, TapTraffic } from './tap-orders.ts';
import type { OpenWireReader, WireDirection, WireEnd, WireReader } from './wire.ts';

/** Epoch milliseconds with fractions: what is told by several processes can be put in order. */
export function nowMs(): number {
  return performance.timeOrigin + performance.now();
}

interface Tally {
  connections: number;
  refused: number;
  bytesSent: number;
  bytesReceived: number;
  answered: number;
  calls: number;
}

/** One connection over a tap, counted since it was last harvested. */
export class LoggedConnection {
  readonly tap: TapPlan;
  readonly clientPort: number;
  readonly server: number;
  readonly openedAtMs: number = nowMs();
  clients: ClientChain = [];
  isOver = false;
  /** The component took it, or refused. */
  isDecided = false;
  #relayPort = 0;
  #refused = 0;
  #isNew = false;
  #sent = 0;
  #received = 0;
  #callsBefore = 0;
  #reader: WireReader | undefined;

  constructor(tap: TapPlan, clientPort: number, server: number) {
    this.tap = tap;
    this.clientPort = clientPort;
    this.server = server;
  }

  get relayPort(): number {
    return this.#relayPort;
  }

  connected(relayPort: number, reader: WireReader | undefined): void {
    this.isDecided = true;
    this.#relayPort = relayPort;
    this.#isNew = true;
    this.#reader = reader;
  }

  refuse(): void {
    this.isDecided = true;
    this.#refused += 1;
  }

  count(direction: WireDirection, chunk: Uint8Array): void {
    if (direction === 'asked') this.#sent += chunk.length;
    else this.#received += chunk.length;
    this.#reader?.take(direction, chunk, nowMs());
  }

  end(how: WireEnd): void {
    this.isOver = true;
    this.#reader?.end(how, nowMs());
  }

  /** What is new since the last time. */
  harvest(): Tally {
    this.#reader?.look?.(nowMs());
    const calls = this.#reader?.calls() ?? 0;
    const moved = this.#isNew || this.#sent + this.#received > 0;
    const tally = {
      connections: moved ? 1 : 0,
      refused: this.#refused,
      bytesSent: this.#sent,
      bytesReceived: this.#received,
      answered: this.#sent > 0 && this.#received > 0 ? 1 : 0,
      calls: calls - this.#callsBefore,
    };
    [this.#refused, this.#sent, this.#received, this.#isNew] = [0, 0, 0, false];
    this.#callsBefore = calls;
    return tally;
  }
}

/** All connections of one world, and the exchanges that were read from them. */
export class ConnectionLog {
  readonly #openReader: OpenWireReader | undefined;
  #connections: LoggedConnection[] = [];
  #exchanges = new KeptExchanges();

  constructor(openReader?: OpenWireReader) {
    this.#openReader = openReader;
  }

  begin(tap: TapPlan, clientPort: number, server: number): LoggedConnection {
    const connection = new LoggedConnection(tap, clientPort, server);
    this.#connections.push(connection);
    return connection;
  }

  read(connection: LoggedConnection): WireReader | undefined {
    const { tap, openedAtMs } = connection;
    const { edge, from, component, portName, host, targetPort } = tap;
    const told = { edge, component, portName, openedAtMs, address: `${host}:${targetPort}` };
    return this.#openReader?.({ ...told, ...(from === undefined ? {} : { from }) }, (exchange) => {
      this.#exchanges.add({ ...exchange, clients: connection.clients, key: tap.key });
    });
  }

  get unknown(): readonly LoggedConnection[] {
    return this.#connections.filter(({ tap, clients, isOver }) => tap.isShared && !isOver && clients.length === 0);
  }

  /** Of some nobody knows yet what the component will say. */
  get isWaiting(): boolean {
    return this.#connections.some(({ isDecided, isOver }) => !isDecided && !isOver);
  }

  /** Those of one tap since the last harvest. */
  countOf({ key }: TapPlan): number {
    return this.#connections.filter(({ tap }) => tap.key === key).length;
  }

  /** Everything since the last time; connections that are over are forgotten. */
  harvest(): Omit<TapHarvest, 'listeners'> {
    const sums = new Map<string, TapTraffic>();
    for (const connection of this.#connections) {
      const { clients, server } = connection;
      const { key } = connection.tap;
      const group = `${key} ${server} ${clients.join('>')}`;
      sums.set(group, add(sums.get(group) ?? { key, clients, server, ...NOTHING }, connection.harvest()));
    }
    const relayPorts = this.#connections.map(({ relayPort }) => relayPort);
    const { all: exchanges, dropped } = this.#exchanges;
    const harvest = { traffic: [...sums.values()], exchanges, dropped, relayPorts };
    this.#connections = this.#connections.filter(({ isOver }) => !isOver);
    this.#exchanges = new KeptExchanges();
    return harvest;
  }
}

const NOTHING: Tally = { connections: 0, refused: 0, bytesSent: 0, bytesReceived: 0, answered: 0, calls: 0 };

function add(sum: TapTraffic, tally: Tally): TapTraffic {
  return {
    ...sum,
    connections: sum.connections + tally.connections,
    refused: sum.refused + tally.refused,
    bytesSent: sum.bytesSent + tally.bytesSent,
    bytesReceived: sum.bytesReceived + tally.bytesReceived,
    answered: sum.answered + tally.answered,
    calls: sum.calls + tally.calls,
  };
}
