import type { Failure } from './failure.ts';
import type { AnnouncedTest } from './plan.ts';
import type { Mark, Outcome, Reason } from './words.ts';

/**
 * What an engine's plug-in tells over the FIFO, decoded. Ordinals count announced tests from 0; where several processes of one attempt
 * tell at the same time, each says `from` which part of it (a file), and its ordinals count that part's tests alone. `atMs` is the moment at
 * which it happened where it was told, in milliseconds since 1970 with fractions; absent where only the moment of hearing is known.
 */
export type EngineEvent =
  | { readonly kind: 'announced'; readonly tests: readonly AnnouncedTest[]; readonly from?: string }
  | { readonly kind: 'test-started'; readonly ordinal: number; readonly from?: string; readonly atMs?: number }
  | {
      readonly kind: 'test-ended';
      readonly ordinal: number;
      readonly from?: string;
      readonly outcome: Extract<Outcome, 'passed' | 'failed' | 'errored' | 'timed-out' | 'skipped' | 'not-run'>;
      readonly reason?: Reason;
      readonly marks: readonly Mark[];
      readonly durationMs: number;
      readonly failure?: Failure;
      readonly atMs?: number;
    }
  /** A set-up or teardown that failed outside any one test: becomes a synthetic test of its own. */
  | {
      readonly kind: 'hook-failed';
      readonly titles: readonly string[];
      readonly phase: 'set-up' | 'teardown';
      readonly failure: Failure;
      readonly from?: string;
      readonly atMs?: number;
    }
  /** Announced and ended at once: engines that only tell afterwards, and errors that belong to no test. */
  | {
      readonly kind: 'test-told';
      readonly titles: readonly string[];
      readonly outcome: Extract<Outcome, 'passed' | 'failed' | 'errored' | 'timed-out' | 'skipped' | 'not-run'>;
      readonly reason?: Reason;
      readonly marks: readonly Mark[];
      readonly durationMs: number;
      readonly failure?: Failure;
      readonly from?: string;
      readonly atMs?: number;
    }
  /** What the process was waiting for when its framework gave a test up: sockets by their far end, and a sentence. */
  | {
      readonly kind: 'waiting';
      readonly ordinal: number;
      readonly peers: readonly Peer[];
      readonly note: string;
      readonly from?: string;
    }
  /** Processes that the suite's own process had started and that still live at its end, by pid. */
  | { readonly kind: 'children'; readonly pids: readonly number[] }
  /** Raised where nobody caught it; the best text for an end that follows. */
  | { readonly kind: 'uncaught'; readonly failure: Failure }
  /** The file could not be loaded: becomes `suite::(load)`. */
  | { readonly kind: 'load-failed'; readonly failure: Failure }
  | { readonly kind: 'warning'; readonly text: string }
  /**
   * One part of an attempt ended otherwise than by its last test, and the rest goes on. What it left open ends with it; where nothing was
   * open, a synthetic test with these titles says so, unless a test of that part is red already.
   */
  | {
      readonly kind: 'part-ended';
      readonly from: string;
      readonly titles: readonly string[];
      readonly outcome: Extract<Outcome, 'errored' | 'crashed' | 'timed-out'>;
      readonly reason: Reason;
      readonly failure: Failure;
    }
  /** The engine reached its own end; without it an exit 0 is `exit-early`. */
  | { readonly kind: 'finished'; readonly tests: number };

export interface Peer {
  readonly address: string;
  readonly port: number;
}

/** A line that is not an event: torn, oversized, wrong nonce, not JSON. Counted and journaled, never fatal. */
export interface EventDamage {
  readonly kind: 'damage';
  readonly why: string;
  readonly excerpt: string;
}
