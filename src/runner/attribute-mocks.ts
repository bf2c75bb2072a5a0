import type { AnnouncedTest, Failure } from '#domain';
import type { TestWindow } from '#facts';
import type { MockLine } from '#guard';
import type { Told } from './told-test.ts';

/** What is known of the tests of a process when it has gone. */
export interface TestsSeen {
  readonly announced: readonly AnnouncedTest[];
  /** By ordinal. */
  readonly results: readonly (Told | undefined)[];
  readonly windows: readonly TestWindow[];
  /** Wall clock at moment 0 of the windows' clock. */
  readonly zeroMs: number;
  /** Engine's ordinal → the ledger's. */
  readonly ordinalOf: (ordinal: number) => number | undefined;
}

/** A line of the ledger and a test it belongs to; absent = it happened outside of all of them, or nobody can tell. */
export interface AttributedMock {
  readonly line: MockLine;
  readonly ordinal?: number;
}

/** Stands in every refusal that the guard throws. */
const REFUSAL = '(reality guard)';

/**
 * Whose each mock was: what the framework named, else the test that ended with the very refusal, else the moment. A refusal that several
 * tests ended with (a hook before each, a helper) counts against each of them.
 */
export function attributeMocks(lines: readonly MockLine[], tests: TestsSeen): readonly AttributedMock[] {
  const own = lines.map((line) => findNamed(line, tests) ?? findByMoment(line, tests));
  const ended = new Map<MockLine, number[]>();
  for (const { ordinal, failure } of listRefused(tests)) {
    const line = chooseLine({ ordinal, failure }, lines, own);
    if (line !== undefined) ended.set(line, [...(ended.get(line) ?? []), ordinal]);
  }
  return lines.flatMap((line, index): readonly AttributedMock[] => {
    const sure = ended.get(line) ?? [];
    const named = findNamed(line, tests) ?? (sure.length === 0 ? own[index] : undefined);
    const ordinals = new Set([...(named === undefined ? [] : [named]), ...sure]);
    return ordinals.size === 0 ? [{ line }] : [...ordinals].map((ordinal) => ({ line, ordinal }));
  });
}

interface Refused {
  readonly ordinal: number;
  readonly failure: Failure;
}

function listRefused({ results }: TestsSeen): readonly Refused[] {
  return results.flatMap((result, ordinal) => {
    const failure = result?.failure;
    return failure?.message.includes(REFUSAL) === true ? [{ ordinal, failure }] : [];
  });
}

/** Of the lines that the refusal can be: the one at a place that it names, else the one that is this test's anyway, else the first. */
function chooseLine(
  { ordinal, failure }: Refused,
  lines: readonly MockLine[],
  own: readonly (number | undefined)[],
): MockLine | undefined {
  const { message, frames } = failure;
  const like = lines.filter(({ sentence, what }) => message.includes(sentence) || message.includes(what));
  const isThere = ({ file, line }: MockLine): boolean =>
    file !== undefined &&
    (message.includes(`${file}:${line}`) || frames.some((frame) => frame.line === line && file.endsWith(frame.file)));
  return like.find(isThere) ?? like.find((line) => own[lines.indexOf(line)] === ordinal) ?? like[0];
}

/** pytest says of each test in which of its phases it is. */
const PHASE = / \((?:setup|call|teardown)\)$/u;

function findNamed({ during }: MockLine, { announced, ordinalOf }: TestsSeen): number | undefined {
  if (during === undefined) return undefined;
  if (/^\d+$/u.test(during)) return ordinalOf(Number(during));
  const id = during.replace(PHASE, '');
  const found = announced.findIndex(({ titles }) => titles.join('::') === id);
  return found === -1 ? undefined : found;
}

function findByMoment({ atMs }: MockLine, { windows, zeroMs }: TestsSeen): number | undefined {
  const momentMs = atMs - zeroMs;
  const inside = windows.filter(({ fromMs, toMs }) => fromMs <= momentMs && momentMs <= toMs);
  // Of tests that ran side by side nobody can tell.
  return inside.length === 1 ? inside[0]?.ordinal : undefined;
}
