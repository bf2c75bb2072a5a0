import type { TappedExchange } from './tap-orders.ts';

/** Of one harvest. A world asks more often than anybody reads; how it began, how it ended and what went wrong tells. */
const FIRST = 600;
const LAST = 800;
const LAST_WRONG = 600;

/** The first exchanges and the last ones, and of those that came to nothing so many more. What lies between is counted. */
export class KeptExchanges {
  readonly #first: TappedExchange[] = [];
  readonly #last = new LastOf(LAST);
  readonly #wrong = new LastOf(LAST_WRONG);

  add(exchange: TappedExchange): void {
    if (this.#first.length < FIRST) this.#first.push(exchange);
    else if (exchange.fact.end === 'answered' || exchange.fact.end === 'told') this.#last.add(exchange);
    else this.#wrong.add(exchange);
  }

  /** In the order of time. */
  get all(): readonly TappedExchange[] {
    const later = [...this.#last.items, ...this.#wrong.items];
    return [...this.#first, ...later.toSorted((one, other) => one.atMs - other.atMs)];
  }

  get dropped(): number {
    return this.#last.dropped + this.#wrong.dropped;
  }
}

class LastOf {
  readonly #most: number;
  readonly #items: TappedExchange[] = [];
  #next = 0;
  dropped = 0;

  constructor(most: number) {
    this.#most = most;
  }

  add(item: TappedExchange): void {
    if (this.#items.length < this.#most) {
      this.#items.push(item);
      return;
    }
    this.#items[this.#next] = item;
    this.#next = (this.#next + 1) % this.#most;
    this.dropped += 1;
  }

  get items(): readonly TappedExchange[] {
    return this.#items;
  }
}
