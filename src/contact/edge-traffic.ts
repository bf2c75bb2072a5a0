import type { ClientChain, SeenListener } from './tap-orders.ts';
import type { WireExchange } from './wire.ts';

/** What went over one edge of a world since it was last asked, through relays. */
export interface EdgeTraffic {
  readonly edge: string;
  readonly connections: number;
  readonly refused: number;
  readonly bytesSent: number;
  readonly bytesReceived: number;
  /** Connections with bytes both ways. */
  readonly answered: number;
  readonly calls: number;
  /** Ports of the component that were reached. */
  readonly ports: readonly string[];
}

/** All of one world. */
export interface WorldTraffic {
  /** False where nobody relays: then nothing is known, and nothing must be concluded. */
  readonly isTapped: boolean;
  /** Edges before which a relay stands, whether anything went over them or not. */
  readonly tapped: readonly string[];
  readonly edges: readonly EdgeTraffic[];
  readonly exchanges: readonly WireExchange[];
  /** Exchanges that were seen and not kept. */
  readonly dropped: number;
  /** Ports from which relays spoke to components. */
  readonly relayPorts: readonly number[];
  /** Servers that began to listen on this machine meanwhile, whosever they are. */
  readonly listeners: readonly SeenListener[];
  /** Who answered, and who asked, as far as it was seen. */
  readonly served: readonly ServedTraffic[];
}

export interface ServedTraffic {
  readonly edge: string;
  /** Inode of the socket that listened where the component does. */
  readonly server: number;
  /** Who asked, and his callers. */
  readonly clients: ClientChain;
}
