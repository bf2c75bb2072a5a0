import { clipText } from '#domain';
import type { LogFact } from '#domain';
import { normaliseLine } from './log-line.ts';
import type { LogLine } from './log-line.ts';
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
/** Graver first, where there are more than may be told. */
const ORDER: readonly LogFact['nature'][] = ['stack', 'error', 'resource'];

/**
 * What components wrote while red tests ran and write at no other time: lines whose text, without its numbers, also stands where a test
 * passed or before the first test began are no sign. `usual` are such texts of other attempts.
 */
export function findLogFacts(
  logs: readonly TimedLog[],
  windows: readonly TestWindow[],
  usual: ReadonlySet<string> = new Set(),
): readonly FoundLogFact[] {
  return logs.flatMap((log) => {
    const timed = placeTrouble(log, windows);
    const known = new Set([...usual, ...textsOfSuccess(timed).filter((text) => !isOfFailures(text, timed))]);
    const byTest = new Map<number, Trouble[]>();
    for (const { trouble, window } of timed) {
      if (typeof window === 'string' || !window.isRed || known.has(normaliseLine(trouble.text))) continue;
      byTest.set(window.ordinal, [...(byTest.get(window.ordinal) ?? []), trouble]);
    }
    return [...byTest].flatMap(([ordinal, found]) => pick(found).map((one) => ({ ordinal, fact: makeFact(log, one) })));
  });
}

/** Trouble that goes with success: of windows of passed tests, and from before the first test. */
export function usualTexts(log: TimedLog, windows: readonly TestWindow[]): ReadonlySet<string> {
  return new Set(textsOfSuccess(placeTrouble(log, windows)));
}

interface Placed {
  readonly trouble: Trouble;
  readonly window: TestWindow | 'before' | 'between';
}

function placeTrouble(log: TimedLog, windows: readonly TestWindow[]): readonly Placed[] {
  const firstMs = windows.reduce((least, { fromMs }) => Math.min(least, fromMs), Number.POSITIVE_INFINITY);
  const place = ({ line, elapsedMs }: LogLine): Placed['window'] => {
    const began = log.begins.findLast((begin) => begin.line <= line)?.atMs;
    if (began === undefined) return 'between';
    const atMs = began + elapsedMs;
    return isBefore(firstMs, atMs) ? 'before' : (windowAt(windows, atMs) ?? 'between');
  };
  return readTrouble(log.lines).map((trouble) => ({ trouble, window: place(trouble.line) }));
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
function pick(found: readonly Trouble[]): readonly Trouble[] {
  const first = new Map<string, Trouble>();
  for (const trouble of found) {
    const key = normaliseLine(trouble.text);
    if (!first.has(key)) first.set(key, trouble);
  }
  return [...first.values()]
    .toSorted((one, other) => ORDER.indexOf(one.nature) - ORDER.indexOf(other.nature))
    .slice(0, PER_COMPONENT_AND_TEST)
    .toSorted((one, other) => one.line.line - other.line.line);
}

function makeFact({ component, file }: TimedLog, { line, nature, text }: Trouble): LogFact {
  return { kind: 'log', component, file, line: line.line, text: clipText(text, MAX_TEXT), nature };
}
