import type { AnnouncedTest } from '#domain';
import type { Conclusion } from '#facts';
import type { SeenSoFar } from '#engine';
import { concludeProcess } from './attempt-end.ts';
import type { AttemptLedger, TestEvent } from './attempt-ledger.ts';
import { fileNameOf } from './attempt-place.ts';
import type { AttemptInput, EngineProcess, TestListener } from './attempt-state.ts';
import { runEngineProcess } from './engine-process.ts';
import type { Ending } from './engine-process.ts';
import { testKey } from './test-key.ts';

export interface Collection {
  readonly process: EngineProcess;
  readonly ending: Ending;
  /** Absent = the collection came to its own good end. */
  readonly conclusion: Conclusion | undefined;
}

/**
 * Asks an engine once which tests there are, in the world in which they will run: a file may look at it while it is loaded. What the
 * engine tells is announced to the ledger when all of it is known, as far as `wanted` goes.
 */
export async function collectTests(
  input: AttemptInput,
  ledger: AttemptLedger,
  wanted: ReadonlySet<string> | undefined,
): Promise<Collection> {
  const { run, planned, number, world } = input;
  const attempt = `${planned.name}/${number}`;
  const listener = new CollectionListener(ledger);
  const collected = await runEngineProcess(
    {
      ...input,
      attempt,
      id: attempt,
      log: `${fileNameOf(planned.name)}.${number}.log`,
      timeoutMs: planned.timeoutMs,
      lists: true,
      listener,
      onStart: (child) => {
        run.emit({ kind: 'attempt-started', attempt, suite: planned.name, number, world: world?.id ?? '', ...child });
      },
    },
    async (process, ending) => Promise.resolve({ process, ending, conclusion: concludeProcess(process, ending) }),
  );
  listener.announce(wanted);
  return collected;
}

/** Keeps back what is announced; everything else goes to the ledger at once. */
class CollectionListener implements TestListener {
  readonly #ledger: AttemptLedger;
  readonly #tests: AnnouncedTest[] = [];

  constructor(ledger: AttemptLedger) {
    this.#ledger = ledger;
  }

  get isFinished(): boolean {
    return this.#ledger.isFinished;
  }

  get uncaught(): TestListener['uncaught'] {
    return this.#ledger.uncaught;
  }

  seen(): SeenSoFar {
    const seen = this.#ledger.seen();
    return { ...seen, announced: seen.announced + this.#tests.length };
  }

  noteWaiting(): void {
    // Nothing runs here that could wait.
  }

  take(event: TestEvent): void {
    if (event.kind === 'announced') this.#tests.push(...event.tests);
    // Listing runs nothing: an end is a skip that the tool knows beforehand, and its own process will tell it again.
    else if (event.kind !== 'test-started' && event.kind !== 'test-ended') this.#ledger.take(event);
  }

  /** Where none of the wanted is there any more, everything is wanted. */
  announce(wanted: ReadonlySet<string> | undefined): void {
    const chosen = this.#tests.filter((test) => wanted?.has(testKey(test)) !== false);
    const tests = chosen.length > 0 ? chosen : this.#tests;
    if (tests.length > 0) this.#ledger.take({ kind: 'announced', tests });
  }
}
