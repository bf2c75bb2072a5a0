import { isGreen } from '#domain';
import type { Emit, Environment, RunEvent } from '#domain';
import type { TestWindow } from '#facts';

type TestEnd = Pick<Extract<RunEvent, { kind: 'test-ended' }>, 'ordinal' | 'outcome' | 'durationMs'>;

/** When each test of one attempt ran, on the monotonic clock, as the events about it came in. */
export class TestTimes {
  /** Wall clock at moment 0 of the monotonic one, as it was when the attempt began. */
  readonly zeroMs: number;
  readonly #nowMs: () => number;
  readonly #started = new Map<number, number>();
  readonly #windows: TestWindow[] = [];
  #lastMs: number;

  constructor({ monotonicMs, wallClockMs }: Environment) {
    this.#nowMs = monotonicMs;
    this.#lastMs = monotonicMs();
    this.zeroMs = wallClockMs() - this.#lastMs;
  }

  /** The same way for events, which are noted as they pass. */
  watch(emit: Emit): Emit {
    return (event) => {
      this.#note(event);
      emit(event);
    };
  }

  /** In the order in which the tests ended. */
  get windows(): readonly TestWindow[] {
    return this.#windows;
  }

  #note(event: RunEvent): void {
    if (event.kind === 'test-started') this.begin(event.ordinal);
    else if (event.kind === 'test-ended') this.end(event);
  }

  begin(ordinal: number): void {
    this.#started.set(ordinal, this.#nowMs());
  }

  end({ ordinal, outcome, durationMs }: TestEnd): void {
    const toMs = this.#nowMs();
    // The last word on a test that has ended already: its time stays.
    const known = outcome === 'mock-violation' ? this.#windows.findIndex((one) => one.ordinal === ordinal) : -1;
    const before = this.#windows[known];
    if (before !== undefined) {
      this.#windows[known] = { ...before, isRed: true, isPassed: false };
      return;
    }
    // One that never began was told when something around tests went wrong: since the last test ended.
    const fromMs = Math.min(this.#started.get(ordinal) ?? this.#lastMs, toMs - durationMs);
    const isRed = !isGreen(outcome) && outcome !== 'not-run';
    this.#windows.push({ ordinal, fromMs, toMs, isRed, isPassed: outcome === 'passed' });
    if (outcome !== 'not-run') this.#lastMs = toMs;
    this.#started.delete(ordinal);
  }
}
