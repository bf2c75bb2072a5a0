/** When a test ran, on the monotonic clock of the run. */
export interface TestWindow {
  readonly ordinal: number;
  readonly fromMs: number;
  readonly toMs: number;
  /** Neither green nor left out. */
  readonly isRed: boolean;
  /** Passed: what a component wrote meanwhile is no sign of anything. */
  readonly isPassed: boolean;
  /** Its time was over. */
  readonly isOverdue?: true;
  /** Both moments were told by who ran the test; absent = they are those of hearing. */
  readonly isOwn?: boolean;
  /** Of a red one: what its failure wanted, as far as it tells. */
  readonly wanted?: string;
}

/** What happened and what was told of it travel by different ways, and are stamped when they arrive: either may come first. */
const EARLY_MS = 100;
const LATE_MS = 200;

/** How far from the moment of arrival a thing may have happened. */
export interface Doubt {
  /** How much later than it happened it may have been stamped. */
  readonly lateMs?: number;
  readonly earlyMs?: number;
  /** The moment is that of the thing itself: a test that says itself when it ran, and holds the moment, is the one, whatever came of others. */
  readonly isOwn?: boolean;
}

/**
 * The test in whose time something happened. Near the border of two tests a red one is taken, where no moment is sure: what goes with success as well
 * is known from elsewhere. Among several that hold the moment (tests side by side) it is a red one, then the one that began last.
 */
export function windowAt(windows: readonly TestWindow[], atMs: number, doubt: Doubt = {}): TestWindow | undefined {
  const { lateMs = LATE_MS, earlyMs = EARLY_MS } = doubt;
  const sure =
    doubt.isOwn === true ? bestOf(windows, atMs, (one) => one.isOwn === true && holds(one, atMs)) : undefined;
  return sure ?? bestOf(windows, atMs, ({ fromMs, toMs }) => fromMs - earlyMs <= atMs && atMs <= toMs + lateMs);
}

/** True when it happened before the first test can have begun. */
export function isBefore(firstMs: number, atMs: number): boolean {
  return atMs < firstMs - EARLY_MS;
}

function bestOf(
  windows: readonly TestWindow[],
  atMs: number,
  fits: (window: TestWindow) => boolean,
): TestWindow | undefined {
  let best: TestWindow | undefined;
  for (const window of windows) {
    if (fits(window) && (best === undefined || isBetter(window, best, atMs))) best = window;
  }
  return best;
}

function holds({ fromMs, toMs }: TestWindow, atMs: number): boolean {
  return fromMs <= atMs && atMs <= toMs;
}

function isBetter(one: TestWindow, other: TestWindow, atMs: number): boolean {
  if (one.isRed !== other.isRed) return one.isRed;
  const [near, far] = [distance(one, atMs), distance(other, atMs)];
  return near === far ? one.fromMs >= other.fromMs : near < far;
}

function distance({ fromMs, toMs }: TestWindow, atMs: number): number {
  return Math.max(0, fromMs - atMs, atMs - toMs);
}
