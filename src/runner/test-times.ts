import { isGreen, present } from '#domain';
import type { Emit, Environment, RunEvent } from '#domain';
import type { TestWindow } from '#facts';

type TestEnd = Pick<Extract<RunEvent, { kind: 'test-ended' }>, 'ordinal' | 'outcome' | 'durationMs' | 'failure'>;

/** A moment on the monotonic clock; `isOwn` = told by who was there, not that of hearing. */
interface Moment {
  readonly atMs: number;
  readonly isOwn: boolean;
}

/** Two processes read one clock, and never at the same moment. */
const TOLERANCE_MS = 5;

/**
 * When each test of one attempt ran, on the monotonic clock: as its engine told it, from the clock of its own process, where it does; else
 * as the events about it came in.
 */
export class TestTimes {
  /** Wall clock at moment 0 of the monotonic one, as it was when the attempt began. */
  readonly zeroMs: number;
  readonly #nowMs: () => number;
  readonly #beganMs: number;
  readonly #started = new Map<number, Moment>();
  readonly #windows: TestWindow[] = [];
  #last: Moment;
  #told: Moment | undefined;

  constructor({ monotonicMs, wallClockMs }: Environment) {
    this.#nowMs = monotonicMs;
    this.#beganMs = monotonicMs();
    this.#last = { atMs: this.#beganMs, isOwn: false };
    this.zeroMs = wallClockMs() - this.#beganMs;
  }

  /** The same way for events, which are noted as they pass. */
  watch(emit: Emit): Emit {
    return (event) => {
      this.#note(event);
      emit(event);
    };
  }

  /** While `act` runs, what is noted happened at this moment (milliseconds since 1970); one that cannot be true is passed over. */
  hear(epochMs: number | undefined, act: () => void): void {
    this.#told = this.#believe(epochMs);
    try {
      act();
    } finally {
      this.#told = undefined;
    }
  }

  /** In the order in which the tests ended. */
  get windows(): readonly TestWindow[] {
    return this.#windows;
  }

  begin(ordinal: number): void {
    this.#started.set(ordinal, this.#moment());
  }

  end({ ordinal, outcome, durationMs, failure }: TestEnd): void {
    const to = this.#moment();
    // The last word on a test that has ended already: its time stays.
    const known = outcome === 'mock-violation' ? this.#windows.findIndex((one) => one.ordinal === ordinal) : -1;
    const before = this.#windows[known];
    if (before !== undefined) {
      this.#windows[known] = { ...before, isRed: true, isPassed: false };
      return;
    }
    const started = this.#started.get(ordinal);
    // One that never began was told when something around tests went wrong: since the last test ended.
    const from = started ?? this.#last;
    const isOwn = from.isOwn && to.isOwn;
    // What began earlier than it is told to have begun was heard of late.
    const fromMs = isOwn ? Math.min(from.atMs, to.atMs) : Math.min(from.atMs, to.atMs - durationMs);
    const isRed = !isGreen(outcome) && outcome !== 'not-run';
    const more = { ...(isRed && readWish(failure)), ...(outcome === 'timed-out' && { isOverdue: true as const }) };
    this.#windows.push({ ordinal, fromMs, toMs: to.atMs, isRed, isPassed: outcome === 'passed', isOwn, ...more });
    if (outcome !== 'not-run') this.#last = to;
    this.#started.delete(ordinal);
  }

  #note(event: RunEvent): void {
    if (event.kind === 'test-started') this.begin(event.ordinal);
    else if (event.kind === 'test-ended') this.end(event);
  }

  #moment(): Moment {
    return this.#told ?? { atMs: this.#nowMs(), isOwn: false };
  }

  // Nothing of an attempt happened before it began, or later than it was heard of.
  #believe(epochMs: number | undefined): Moment | undefined {
    if (epochMs === undefined) return undefined;
    const atMs = epochMs - this.zeroMs;
    const isPossible = atMs >= this.#beganMs - TOLERANCE_MS && atMs <= this.#nowMs() + TOLERANCE_MS;
    return isPossible ? { atMs, isOwn: true } : undefined;
  }
}

const MAX_WISH = 400;

// A suite may have very many red tests.
function readWish(failure: TestEnd['failure']): Pick<TestWindow, 'wanted'> {
  const wanted = failure?.expected ?? failure?.message;
  return present({ wanted: wanted?.slice(0, MAX_WISH) });
}
