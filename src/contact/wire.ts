// What a tap hands to those who read protocols, and what they hand back. Pure: bytes and moments in, exchanges out.

import type { ExchangeFact } from '#domain';

/** One connection that a tap relays. */
export interface WireConversation {
  /** `service` (suite > service) or `service>mediamtx`. */
  readonly edge: string;
  /** Component that asks; absent = the suite. */
  readonly from?: string;
  /** Component that answers, and the name of its port. */
  readonly component: string;
  readonly portName: string;
  /** Where the component really listens: `127.0.0.1:23114`. */
  readonly address: string;
  readonly openedAtMs: number;
}

/** `asked` = from the client to the component, `answered` = back. */
export type WireDirection = 'asked' | 'answered';

/** How a conversation ended: closed by both sides, broken off by one, refused by the component before it began. */
export type WireEnd = 'closed' | 'reset' | 'refused';

/** One request and what came of it, at its moment: epoch milliseconds with fractions, as in all that is told by other processes. */
export interface WireExchange {
  readonly atMs: number;
  readonly fact: ExchangeFact;
}

/** Told of each exchange as soon as its end is known. */
export type OnWireExchange = (exchange: WireExchange) => void;

/**
 * Reads one conversation as it goes by. It runs where bytes are relayed: it must be quick, must keep little (a bounded head of each
 * message), must never throw, and after something it does not understand it only ignores. `chunk` is not to be kept after the call.
 */
export interface WireReader {
  readonly take: (direction: WireDirection, chunk: Uint8Array, atMs: number) => void;
  /** The last word: what is still open is told now, as `silent` or `closed`. */
  readonly end: (how: WireEnd, atMs: number) => void;
  /** Tells what has been open for a while as `silent`, and goes on: an attempt is over, and a conversation may outlast it. */
  readonly look?: (atMs: number) => void;
  /** Requests that were answered so far. */
  readonly calls: () => number;
}

export type OpenWireReader = (conversation: WireConversation, onExchange: OnWireExchange) => WireReader;
