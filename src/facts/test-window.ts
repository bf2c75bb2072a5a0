/** When a test ran, on the monotonic clock of the run. */
export interface TestWindow {
  readonly ordinal: number;
  readonly fromMs: number;
  readonly toMs: number;
  /** Neither green nor left out. */
  readonly isRed: boolean;
  /** Passed: what a component wrote meanwhile is no sign of anything. */
  readonly isPassed: boolean;
}

/** What happened and what was told of it travel by different ways, and are stamped when they arrive: either may come first. */
const EARLY_MS = 100;
const LATE_MS = 200;

/**
 * The test in whose time something happened. Near the border of two tests a red one is taken: what goes with success as well is known
 * from elsewhere. `lateMs` = how much later than it happened it may have been stamped. Among several that hold the moment (tests side by side) it is the nearest, then the one that began last.
 */
export function windowAt(
  windows: readonly TestWindow[],
  atMs: number,
  lateMs: number = LATE_MS,
): TestWindow | undefined {
  let best: TestWindow | undefined;
  for (const window of windows) {
    if (window.fromMs - EARLY_MS > atMs || atMs > window.toMs + lateMs) continue;
    if (best === undefined || isBetter(window, best, atMs)) best = window;
  }
  return best;
}

/** True when it happened before the first test can have begun. */
export function isBefore(firstMs: number, atMs: number): boolean {
  return atMs < firstMs - EARLY_MS;
}

function isBetter(one: TestWindow, other: TestWindow, atMs: number): boolean {
  if (one.isRed !== other.isRed) return one.isRed;
  const [near, far] = [distance(one, atMs), distance(other, atMs)];
  return near === far ? one.fromMs >= other.fromMs : near < far;
}

function distance({ fromMs, toMs }: TestWindow, atMs: number): number {
  return Math.max(0, fromMs - atMs, atMs - toMs);
}
