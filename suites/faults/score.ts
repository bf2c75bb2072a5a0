import { CATEGORIES } from '#domain';
import type { Category, Heading } from '#domain';
import { adjustedRandIndex } from './verdicts.ts';
import type { Comparison, Found, Truth } from './verdicts.ts';

/** One fault, judged. */
export interface Judged {
  readonly id: string;
  readonly comparison: Comparison;
  readonly found: readonly Found[];
  readonly truth: Truth;
}

export interface Score {
  readonly macroF1: number;
  /** 95 % interval of macro-F1 over faults drawn with replacement. */
  readonly interval: readonly [number, number];
  readonly criticalRecall: number;
  readonly unclassified: number;
  readonly rand: number;
  readonly falseAlarms: number;
}

const NONE = 'nothing';
type Cell = Heading | typeof NONE;

/** Rows are what is wrong, columns what was said. */
export type Confusion = ReadonlyMap<string, number>;

export function score(judged: readonly Judged[]): Score {
  const faulty = judged.filter(({ comparison }) => comparison.matches.length > 0);
  const draws = Array.from({ length: 1000 }, (_, round) => macroF1(draw(faulty, round)));
  const sorted = draws.toSorted((one, other) => one - other);
  const causes = judged.flatMap(({ found }) => found);
  const open = causes.filter(({ heading }) => heading === 'UNCLASSIFIED').length;
  const critical = faulty.flatMap(({ comparison }) =>
    comparison.matches.filter(({ expected }) => expected === 'SYSTEM_CRITICAL'),
  );
  const recalled = critical.filter(({ found }) => found?.heading === 'SYSTEM_CRITICAL').length;
  return {
    macroF1: macroF1(faulty),
    interval: [sorted[24] ?? 0, sorted[974] ?? 0],
    criticalRecall: recalled / critical.length,
    unclassified: causes.length === 0 ? 0 : open / causes.length,
    rand: adjustedRandIndex(faulty.flatMap(labelEffects)),
    falseAlarms: judged.filter(({ comparison, found }) => comparison.matches.length === 0 && found.length > 0).length,
  };
}

/** Each effect with the fault it belongs to and the cause it was put under. */
function labelEffects({ id, found, truth }: Judged): readonly (readonly [string, string])[] {
  return found.flatMap(({ key, effects }) =>
    effects.map((effect) => [`${id}/${truth(effect)}`, `${id}/${key}`] as const),
  );
}

export function confuse(judged: readonly Judged[]): Confusion {
  const cells = new Map<string, number>();
  const count = (expected: Cell, said: Cell): void => {
    const key = `${expected} ${said}`;
    cells.set(key, (cells.get(key) ?? 0) + 1);
  };
  for (const { comparison } of judged) {
    for (const { expected, found } of comparison.matches) count(expected, found?.heading ?? NONE);
    for (const { heading } of comparison.spurious) count(NONE, heading);
  }
  return cells;
}

function macroF1(judged: readonly Judged[]): number {
  const cells = confuse(judged);
  const values = CATEGORIES.map((category) => f1(cells, category)).filter((value) => value !== undefined);
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

function f1(cells: Confusion, category: Category): number | undefined {
  let hits = 0;
  let said = 0;
  let due = 0;
  for (const [key, count] of cells) {
    const [expected, heading] = key.split(' ');
    if (expected === category) due += count;
    if (heading === category) said += count;
    if (expected === category && heading === category) hits += count;
  }
  return said + due === 0 ? undefined : (2 * hits) / (said + due);
}

/** The same draws each time: a figure must not depend on luck. */
function draw(judged: readonly Judged[], round: number): readonly Judged[] {
  let seed = round;
  return judged.flatMap(() => {
    seed = (seed + 0x6d_2b_79_f5) % 2 ** 32;
    const one = judged[Math.floor(scramble(seed) * judged.length)];
    return one === undefined ? [] : [one];
  });
}

/** Mulberry32 (T. Ettinger, 2017): 0 to below 1 from any 32 bits. */
function scramble(seed: number): number {
  let bits = Math.imul(seed ^ (seed >>> 15), seed | 1);
  bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
  return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
}
