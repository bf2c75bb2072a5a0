// Runs inside a child. More time than the test gives itself, for the experiment that asks whether its limit is too short.

import type { MochaRunnable } from './mocha-face.ts';

/** The limit that it has, and each that it sets while it runs, counts so many times; never more than what is left of the whole. */
export function stretchLimit(runnable: MochaRunnable, factor: number, mostMs: number): void {
  if (factor === 1) return;
  const own = runnable.timeout.bind(runnable);
  const set = (limitMs: number): unknown => own(limitMs === 0 ? 0 : Math.min(limitMs * factor, mostMs));
  set(own());
  // What `this.timeout(…)` calls inside a test.
  Reflect.set(runnable, 'timeout', (limitMs?: number) => (limitMs === undefined ? own() : set(limitMs)));
}
