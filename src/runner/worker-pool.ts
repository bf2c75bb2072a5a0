import type { EventChannel } from './event-channel.ts';
import type { WorldSupply } from './world-supply.ts';

/** What one worker owns. */
export interface Worker {
  readonly channel: EventChannel;
  readonly worlds: WorldSupply;
}

/** Work that several hands can do. */
export interface SharedWork {
  /** False as soon as a further worker would find nothing to do. */
  readonly isUseful: () => boolean;
  /** Uses a worker as long as there is work and nobody waits for it. */
  readonly help: (worker: Worker) => Promise<void>;
}

/** The workers of a run: suites take them in their turn; a suite whose tests run alone borrows those that are idle. */
export class WorkerPool {
  readonly #idle: Worker[];
  readonly #waiting: ((worker: Worker) => void)[] = [];
  readonly #shared = new Set<SharedWork>();

  constructor(workers: readonly Worker[]) {
    this.#idle = [...workers];
  }

  /** True when a suite waits for its turn: whoever borrowed a worker gives it back soon. */
  get isWanted(): boolean {
    return this.#waiting.length > 0;
  }

  async take(): Promise<Worker> {
    const worker = this.#idle.pop();
    if (worker !== undefined) return worker;
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
    });
  }

  give(worker: Worker): void {
    const next = this.#waiting.shift();
    if (next === undefined) {
      this.#idle.push(worker);
      this.#lendOut();
    } else next(worker);
  }

  /** Shares work with each worker that is idle now or will be. The result ends it, and settles when all hands have let go. */
  share(work: SharedWork): () => Promise<void> {
    const hands: Promise<void>[] = [];
    const shared: SharedWork = {
      isUseful: work.isUseful,
      help: async (worker) => {
        const hand = work.help(worker);
        hands.push(hand);
        // A fault of ours is told to whom the work belongs, when he ends it.
        await hand.catch(() => undefined);
      },
    };
    this.#shared.add(shared);
    this.#lendOut();
    return async () => {
      this.#shared.delete(shared);
      await Promise.all(hands);
    };
  }

  #lendOut(): void {
    for (const work of this.#shared) {
      while (work.isUseful()) {
        const worker = this.#idle.pop();
        if (worker === undefined) return;
        void this.#lend(work, worker);
      }
    }
  }

  async #lend(work: SharedWork, worker: Worker): Promise<void> {
    await work.help(worker);
    this.give(worker);
  }
}
