import { isViolation, oneLine } from '#domain';
import type { Failure, MockUse } from '#domain';
import type { AttemptOutcome } from './attempt-outcome.ts';
import type { SeenMock } from './seen-mock.ts';
import { isRed } from './told-test.ts';
import type { Told } from './told-test.ts';

const MAX_QUOTE = 400;

/** The ledger of an attempt, as far as its verdicts can be changed. */
interface Verdicts {
  readonly results: readonly (Told | undefined)[];
  readonly settle: (ordinal: number, result: Told) => void;
}

/** Nothing that rests on a mock passes: the tests that used one, and the whole where nobody can tell which. */
export function condemn(ledger: Verdicts, outcome: AttemptOutcome, mocks: readonly SeenMock[]): AttemptOutcome {
  const bad = mocks.filter(({ mock }) => isViolation(mock));
  const [first] = bad;
  if (first === undefined) return outcome;
  const failures = new Map<number, Told>();
  for (const { mock, ordinal } of bad) {
    const before = ordinal === undefined ? undefined : ledger.results[ordinal];
    if (ordinal !== undefined && before !== undefined && !failures.has(ordinal)) {
      failures.set(ordinal, violate(mock, before));
    }
  }
  for (const [ordinal, result] of failures) ledger.settle(ordinal, result);
  const whole = describeViolation(first.mock, undefined);
  const failed = ledger.results.filter(isRed).length;
  const rest = { marks: outcome.marks, failed: Math.max(1, failed), isViolated: true };
  if (KEPT.has(outcome.outcome)) return { ...outcome, ...rest };
  return { outcome: 'mock-violation', failure: whole, ...rest };
}

/** How the process ended is the graver news. */
const KEPT: ReadonlySet<string> = new Set(['interrupted', 'crashed', 'timed-out']);

/** A test's verdict once a mock was met in it; its own text stays below. */
function violate(mock: MockUse, before: Told): Told {
  const { marks, durationMs } = before;
  return { outcome: 'mock-violation', failure: describeViolation(mock, before), marks, durationMs };
}

function describeViolation({ what, sentence, mend, frame }: MockUse, before: Told | undefined): Failure {
  const where = frame === undefined ? '' : ` at ${frame.file}:${frame.line}`;
  const own =
    before?.failure === undefined
      ? ''
      : `\nIts own end: ${before.outcome}, ${oneLine(before.failure.message, MAX_QUOTE)}`;
  const name = sentence.includes(what) ? sentence : `${what}: ${sentence}`;
  const message = `a mock was used${where}: ${name}; ${mend}${own}`;
  return { type: 'mock-violation', message, source: 'runner', frames: frame === undefined ? [] : [frame] };
}

/** What a single test's process used makes its verdict, whatever it was. */
export function condemnTest(verdict: Told, mocks: readonly SeenMock[]): Told {
  const bad = mocks.find(({ mock }) => isViolation(mock));
  if (bad === undefined || KEPT.has(verdict.outcome)) return verdict;
  return violate(bad.mock, verdict);
}
