import { isNotification, parseJson, readAnswer } from './rpc-message.ts';
import type { RpcAnswer, RpcMessage, RpcNotification } from './rpc-message.ts';
import { at, textAt } from './json-path.ts';

interface Pending {
  readonly sentMs: number;
  readonly settle: (answer: RpcAnswer) => void;
}

/** Sorts what a server sends: to the request that waits for it, to the exchange in flight, or to the record of surprises. */
export class RpcInbox {
  readonly messages: RpcMessage[] = [];
  readonly #pending = new Map<number, Pending>();
  readonly #givenUp = new Set<number>();
  readonly #exchanges: ((message: RpcMessage) => void)[] = [];
  readonly #watchers = new Set<() => void>();

  receive(text: string): RpcMessage {
    const atMs = performance.now();
    const value = parseJson(text);
    const kind = this.#place(value, text, atMs);
    const message: RpcMessage = { kind, atMs, text, value };
    this.messages.push(message);
    if (kind === 'exchange') this.#exchanges.shift()?.(message);
    for (const look of this.#watchers) look();
    return message;
  }

  expectAnswer(id: number, settle: (answer: RpcAnswer) => void): void {
    this.#pending.set(id, { sentMs: performance.now(), settle });
  }

  /** From now on an answer to this id is late. */
  giveUp(id: number): void {
    if (this.#pending.delete(id)) this.#givenUp.add(id);
  }

  /** The next message that is no notification and no answer to a request belongs to this exchange; returns how to give up. */
  expectExchange(settle: (message: RpcMessage) => void): () => void {
    this.#exchanges.push(settle);
    return () => {
      const index = this.#exchanges.indexOf(settle);
      if (index !== -1) this.#exchanges.splice(index, 1);
    };
  }

  notifications(method?: string, after = 0): readonly RpcNotification[] {
    return this.messages
      .slice(after)
      .filter((message) => message.kind === 'notification')
      .map(({ value, atMs }) => ({ method: textAt(value, 'method'), params: at(value, 'params'), atMs }))
      .filter((notification) => method === undefined || notification.method === method);
  }

  /** Called after each message until the returned function is. */
  watch(look: () => void): () => void {
    this.#watchers.add(look);
    return () => this.#watchers.delete(look);
  }

  #place(value: unknown, text: string, atMs: number): RpcMessage['kind'] {
    if (isNotification(value)) return 'notification';
    const id = at(value, 'id');
    const pending = typeof id === 'number' ? this.#pending.get(id) : undefined;
    if (typeof id === 'number' && pending !== undefined) {
      this.#pending.delete(id);
      pending.settle(readAnswer(value, text, atMs - pending.sentMs));
      return 'answer';
    }
    if (typeof id === 'number' && this.#givenUp.has(id)) return 'late';
    if (this.#exchanges.length > 0) return 'exchange';
    return value === undefined ? 'unreadable' : 'unsolicited';
  }
}
