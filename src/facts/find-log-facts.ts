import { clipText, present } from '#domain';
import type { LogFact } from '#domain';
import { normaliseLine } from './log-line.ts';
import type { LogLine } from './log-line.ts';
import { isOfOthers } from './named-things.ts';
import type { Things } from './named-things.ts';
import { readMoment } from './line-moment.ts';
import { readTrouble } from './read-trouble.ts';
import type { Trouble } from './read-trouble.ts';
import { isBefore, windowAt } from './test-window.ts';
import type { TestWindow } from './test-window.ts';

/** A component's log with the moments at which its processes began. */
export interface TimedLog {
  readonly component: string;
  /** Relative to the run directory. */
  readonly file: string;
  readonly lines: readonly LogLine[];
  /** For each process that wrote to it: from which line on, and when it began on the clock of the windows. */
  readonly begins: readonly { readonly line: number; readonly atMs: number }[];
}

export interface FoundLogFact {
  readonly ordinal: number;
  readonly fact: LogFact;
}

const PER_COMPONENT_AND_TEST = 6;
const MAX_TEXT = 600;
/** What a program writes of a request it writes within this time after its answer. */
const AFTERWARDS = { earlyMs: 2, lateMs: 25 } as const;
/** Graver first, where there are more than may be told. */
const ORDER: readonly LogFact['nature'][] = ['stack', 'error', 'resource'];

/**
 * What components wrote while red tests ran and write at no other time: lines whose text, without its numbers, also stands where a test
 * passed or before the first test began are no sign. `usual` are such texts of other attempts. `things`: what each test dealt with, by ordinal;
 * a line that names only what others dealt with is not of this test.
 */
export function findLogFacts(
  logs: readonly TimedLog[],
  { windows, zeroMs }: Timed,
  usual: ReadonlySet<string> = new Set(),
  things: ReadonlyMap<number, Things> = new Map(),
): readonly FoundLogFact[] {
  const all = new Set([...things.values()].flatMap((of) => [...of]));
  return logs.flatMap((log) => {
    const timed = placeTrouble(log, { windows, zeroMs });
    const known = new Set([...usual, ...textsOfSuccess(timed).filter((text) => !isOfFailures(text, timed))]);
    const byTest = new Map<number, Placed[]>();
    for (const placed of timed) {
      const { trouble, window } = placed;
      if (typeof window === 'string' || !window.isRed || known.has(normaliseLine(trouble.text))) continue;
      if (isOfOthers(trouble.text, things.get(window.ordinal) ?? all, all)) continue;
      byTest.set(window.ordinal, [...(byTest.get(window.ordinal) ?? []), placed]);
    }
    return [...byTest].flatMap(([ordinal, found]) =>
      pick(found).map((one) => ({ ordinal, fact: makeFact(log, one, zeroMs) })),
    );
  });
}

/** Trouble that goes with success: of windows of passed tests, and from before the first test. */
export function usualTexts(log: TimedLog, timed: Timed): ReadonlySet<string> {
  return new Set(textsOfSuccess(placeTrouble(log, timed)));
}

/** When tests ran, and the wall clock at moment 0 of that clock. */
export interface Timed {
  readonly windows: readonly TestWindow[];
  readonly zeroMs: number;
}

interface Placed {
  readonly trouble: Trouble;
  readonly window: TestWindow | 'before' | 'between';
  /** On the clock of the windows; absent where nobody knows when its process began. */
  readonly atMs?: number;
}

function placeTrouble(log: TimedLog, { windows, zeroMs }: Timed): readonly Placed[] {
  const firstMs = windows.reduce((least, { fromMs }) => Math.min(least, fromMs), Number.POSITIVE_INFINITY);
  const place = ({ line, elapsedMs, text }: LogLine): Omit<Placed, 'trouble'> => {
    const began = log.begins.findLast((begin) => begin.line <= line)?.atMs;
    if (began === undefined) return { window: 'between' };
    const cameMs = began + elapsedMs;
    const ownMs = readMoment(text, zeroMs + cameMs);
    const atMs = ownMs === undefined ? cameMs : ownMs - zeroMs;
    if (isBefore(firstMs, atMs)) return { window: 'before', atMs };
    // A line that says itself when it was written is not late.
    const near = ownMs === undefined ? undefined : windowAt(windows, atMs, AFTERWARDS);
    return { window: near ?? windowAt(windows, atMs) ?? 'between', atMs };
  };
  return readTrouble(log.lines).map((trouble) => ({ trouble, ...place(trouble.line) }));
}

function textsOfSuccess(placed: readonly Placed[]): readonly string[] {
  return placed.filter(isOfSuccess).map(({ trouble }) => normaliseLine(trouble.text));
}

function isOfSuccess({ window }: Placed): boolean {
  return window === 'before' || (typeof window !== 'string' && window.isPassed);
}

/** On a busy host a line comes so late that the next test has begun: one of so many that stray into success says nothing. */
const STRAYS = 3;

function isOfFailures(text: string, placed: readonly Placed[]): boolean {
  const same = placed.filter(({ trouble }) => normaliseLine(trouble.text) === text);
  const [well, red] = [
    same.filter(isOfSuccess),
    same.filter(({ window }) => typeof window !== 'string' && window.isRed),
  ];
  return well.every(({ window }) => window !== 'before') && well.length * STRAYS <= red.length;
}

/** The gravest few, each text once, in the order of the log. */
function pick(found: readonly Placed[]): readonly Placed[] {
  const first = new Map<string, Placed>();
  for (const one of found) {
    const key = normaliseLine(one.trouble.text);
    if (!first.has(key)) first.set(key, one);
  }
  return [...first.values()]
    .toSorted((one, other) => ORDER.indexOf(one.trouble.nature) - ORDER.indexOf(other.trouble.nature))
    .slice(0, PER_COMPONENT_AND_TEST)
    .toSorted((one, other) => one.trouble.line.line - other.trouble.line.line);
}

function makeFact({ component, file }: TimedLog, { trouble, atMs }: Placed, zeroMs: number): LogFact {
  const { line, nature, text } = trouble;
  const epochMs = atMs === undefined ? undefined : Math.round((zeroMs + atMs) * 1000) / 1000;
  return {
    kind: 'log',
    component,
    file,
    line: line.line,
    text: clipText(text, MAX_TEXT),
    nature,
    ...present({ epochMs }),
  };
}
