// What the runner and the process that relays say to each other.

import type { WireExchange } from './wire.ts';

/** One relay: from a leased port of its own to a port of a component. */
export interface TapPlan {
  /** Names it within the run. */
  readonly key: string;
  readonly world: string;
  readonly edge: string;
  /** Component that asks; absent = the suite, or anybody where it is shared. */
  readonly from?: string;
  readonly component: string;
  readonly portName: string;
  /** The same address for all who ask: who it was is found out by the process at the other end. */
  readonly isShared: boolean;
  readonly listenPort: number;
  readonly host: string;
  readonly targetPort: number;
}

/** Who was at the near end of connections: process ids from the one that connected up to its callers; empty = not known. */
export type ClientChain = readonly number[];

/** What went over one tap since it was last asked, of clients with the same chain. */
export interface TapTraffic {
  readonly key: string;
  readonly clients: ClientChain;
  /** Inode of the socket that listened behind the tap; 0 = not known. */
  readonly server: number;
  /** Connections that the component took, open ones that were silent not counted. */
  readonly connections: number;
  /** Tried and refused by the component. */
  readonly refused: number;
  readonly bytesSent: number;
  readonly bytesReceived: number;
  /** Connections with bytes both ways. */
  readonly answered: number;
  readonly calls: number;
}

/** A server that began to listen on this machine while taps stood. Who lives for less than a look (30 ms) may be missing. */
export interface SeenListener {
  /** `127.0.0.1:4312`. */
  readonly address: string;
  readonly port: number;
  readonly inode: number;
  /** Who holds it, and who started him. */
  readonly owners: ClientChain;
  readonly executable: string;
  readonly argv: readonly string[];
}

export interface TapHarvest {
  readonly traffic: readonly TapTraffic[];
  readonly exchanges: readonly TappedExchange[];
  /** Exchanges that were seen and not kept. */
  readonly dropped: number;
  /** Ports from which relays spoke to components meanwhile. */
  readonly relayPorts: readonly number[];
  /** Not our own, of all worlds alike. */
  readonly listeners: readonly SeenListener[];
}

export interface TappedExchange extends WireExchange {
  readonly clients: ClientChain;
  readonly key: string;
}

export type TapOrder =
  | { readonly kind: 'open'; readonly id: number; readonly taps: readonly TapPlan[] }
  /** The component listens elsewhere now. */
  | { readonly kind: 'retarget'; readonly id: number; readonly key: string; readonly targetPort: number }
  /** Looks at once who listens: answered when each tap of the world listens, or does not, as its component does. */
  | { readonly kind: 'look'; readonly id: number; readonly world: string }
  | { readonly kind: 'refuse' | 'allow'; readonly id: number; readonly keys: readonly string[] }
  | { readonly kind: 'collect'; readonly id: number; readonly world: string }
  | { readonly kind: 'drop'; readonly id: number; readonly world: string };

export type TapReply =
  /** Keys whose port could not be listened on, where there was somebody to relay to. */
  | { readonly id: number; readonly kind: 'done'; readonly unheard: readonly string[] }
  | { readonly id: number; readonly kind: 'harvest'; readonly harvest: TapHarvest };
