// Runs inside a child. Which tests an attempt is about, when it is about a few of them alone.

import { readFileSync } from 'node:fs';

/** What tells a test from all others of its suite. */
export interface TestKey {
  readonly titles: readonly string[];
  readonly occurrence: number;
}

/** Exactly these tests; compared as data, never as a pattern. */
export interface Selection {
  readonly has: (test: TestKey) => boolean;
  /** One of them has titles that begin with these, and then go on. */
  readonly hasBelow: (titles: readonly string[]) => boolean;
}

/** Reads what the runner wrote: an array of tests as the engine announced them. */
export function readSelection(file: string): Selection {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by the runner of this same package
  const tests = JSON.parse(readFileSync(file, 'utf8')) as readonly TestKey[];
  const keys = new Set(tests.map(keyOf));
  const groups = new Set(
    tests.flatMap(({ titles }) => titles.map((_, count) => JSON.stringify(titles.slice(0, count)))),
  );
  return { has: (test) => keys.has(keyOf(test)), hasBelow: (titles) => groups.has(JSON.stringify(titles)) };
}

function keyOf({ titles, occurrence }: TestKey): string {
  return JSON.stringify([titles, occurrence]);
}
