// Runs inside a child. What a plug-in tells of the tests of one part of an attempt, by the keys that its framework has for them.

import type { AnnouncedTest, EngineEvent } from '#domain';
import type { Channel } from './channel-plugin.ts';
import { citationsOf } from './citations.ts';
import { readSelection } from './selection-plugin.ts';

/** How a test came out. */
export type Told = Omit<Extract<EngineEvent, { kind: 'test-ended' }>, 'kind' | 'ordinal' | 'from'>;

export const SKIPPED: Told = { outcome: 'skipped', reason: 'declared', marks: [], durationMs: 0 };

export interface Found<Key> {
  readonly key: Key;
  readonly titles: readonly string[];
  readonly file?: string;
  readonly line?: number;
}

/** Which tests are wanted; both absent = all. */
export interface Wanted {
  readonly grep?: string;
  /** File with the tests that are to run, as the engine announced them; outranks `grep`. */
  readonly only?: string;
}

/** Keeps ordinals and occurrences; a test that was never announced, or has its end already, is passed over. */
export class Roll<Key> {
  readonly #channel: Channel;
  readonly #filter: Filter;
  readonly #ordinals = new Map<Key, number>();
  readonly #occurrences = new Map<string, number>();
  readonly #ended = new Set<number>();

  constructor(channel: Channel, wanted: Wanted) {
    this.#channel = channel;
    this.#filter = makeFilter(wanted);
  }

  /** Announces those that are wanted, and those that `also` wants. */
  call(found: readonly Found<Key>[], also: (one: Found<Key>) => boolean = () => false): void {
    const fresh: AnnouncedTest[] = [];
    for (const one of found) {
      if (this.#ordinals.has(one.key)) continue;
      const test = this.#describe(one);
      if (!this.#filter.wants(test) && !also(one)) continue;
      this.#ordinals.set(one.key, this.#ordinals.size);
      fresh.push(test);
    }
    if (fresh.length > 0) this.#channel.announce(fresh);
  }

  get isFiltering(): boolean {
    return this.#filter.isNarrow;
  }

  /** True when a test that is wanted may stand below these titles, so that they have to run for its sake. */
  mayHold(titles: readonly string[]): boolean {
    return this.#filter.mayHold(titles);
  }

  has(key: Key): boolean {
    return this.#ordinals.has(key);
  }

  /** A framework that retries starts the same test again. */
  start(key: Key): void {
    const ordinal = this.#ordinals.get(key);
    if (ordinal !== undefined && !this.#ended.has(ordinal)) this.#channel.send({ kind: 'test-started', ordinal });
  }

  end(key: Key, told: Told): void {
    const ordinal = this.#ordinals.get(key);
    if (ordinal === undefined || this.#ended.has(ordinal)) return;
    this.#ended.add(ordinal);
    this.#channel.send({ kind: 'test-ended', ordinal, ...told });
  }

  /** What keeps the process waiting, for the text of a test that took too long. */
  wait(key: Key, peers: Omit<Extract<EngineEvent, { kind: 'waiting' }>, 'kind' | 'ordinal' | 'from'>): void {
    const ordinal = this.#ordinals.get(key);
    if (ordinal === undefined || this.#ended.has(ordinal)) return;
    this.#channel.send({ kind: 'waiting', ordinal, ...peers });
  }

  #describe({ titles, file, line }: Found<Key>): AnnouncedTest {
    const key = JSON.stringify(titles);
    const occurrence = (this.#occurrences.get(key) ?? 0) + 1;
    this.#occurrences.set(key, occurrence);
    const place = { ...(file !== undefined && { file }), ...(line !== undefined && { line }) };
    return { titles, occurrence, requirements: citationsOf(titles), ...place };
  }
}

interface Filter {
  /** False when all tests are wanted. */
  readonly isNarrow: boolean;
  readonly wants: (test: AnnouncedTest) => boolean;
  readonly mayHold: (titles: readonly string[]) => boolean;
}

function makeFilter({ grep, only }: Wanted): Filter {
  if (only !== undefined) {
    const selection = readSelection(only);
    return { isNarrow: true, wants: (test) => selection.has(test), mayHold: (titles) => selection.hasBelow(titles) };
  }
  const expression = grep === undefined ? undefined : new RegExp(grep);
  return {
    isNarrow: expression !== undefined,
    wants: ({ titles }) => expression?.test(titles.join(' ')) ?? true,
    mayHold: () => false,
  };
}
