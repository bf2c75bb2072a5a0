import type { Failure } from './failure.ts';
import type { TestId } from './identity.ts';
import { printTestId } from './identity.ts';
import type { ParityRow, ParitySide, ParityVerdict } from './parity.ts';
import { configuredName } from './plan.ts';
import { present } from './present.ts';
import type { SuiteState, TestState } from './run-state.ts';

/** Engine whose tests are whole files. */
const FILE_ENGINE = 'scripts';
const ABSENT: ParitySide = { outcome: 'absent', tests: [], seq: 0 };

/** Every test of every suite that was run in both ways; empty for a run that compared nothing. */
export function compareWays(suites: readonly SuiteState[]): readonly ParityRow[] {
  return suites.flatMap((together) => {
    if (together.planned.way !== 'together') return [];
    const partner = suites.find(({ planned }) => planned.way === 'alone' && isSame(planned, together.planned));
    if (partner === undefined) return [];
    return partner.planned.engine === FILE_ENGINE ? compareFiles(together, partner) : compareTests(together, partner);
  });
}

function isSame(one: SuiteState['planned'], other: SuiteState['planned']): boolean {
  return one.repeat === other.repeat && configuredName(one) === configuredName(other);
}

function compareTests(together: SuiteState, alone: SuiteState): readonly ParityRow[] {
  const name = configuredName(together.planned);
  const ofTogether = indexTests(together);
  const ofAlone = indexTests(alone);
  const keys = [...new Set([...ofAlone.keys(), ...ofTogether.keys()])];
  return keys.flatMap((key) => {
    const [one, other] = [ofAlone.get(key), ofTogether.get(key)];
    const id = (one ?? other)?.id;
    if (id === undefined || (isFault(one) && other === undefined) || (isFault(other) && one === undefined)) return [];
    return [
      makeRow({ suite: name, subject: printTestId({ ...id, suite: name }), unit: 'test' }, sideOf(one), sideOf(other)),
    ];
  });
}

// A hook that failed, a file that would not load: in the other way the tests themselves say so.
function isFault(test: TestState | undefined): boolean {
  return test !== undefined && test.outcome !== 'passed' && test.outcome !== 'skipped';
}

function compareFiles(together: SuiteState, alone: SuiteState): readonly ParityRow[] {
  const name = configuredName(together.planned);
  return testsOf(alone).map((whole) => {
    const file = whole.id.titles[0] ?? '';
    const inside = testsOf(together).filter((test) => test.file !== undefined && isSameFile(test.file, file));
    return makeRow({ suite: name, subject: file, unit: 'file' }, sideOf(whole), sumUp(inside));
  });
}

// Tools name files from different folders.
function isSameFile(one: string, other: string): boolean {
  const [first, second] = [one, other].map((file) => `/${file.replace(/^(?:\.?\/)+/u, '')}`);
  return first !== undefined && second !== undefined && (first.endsWith(second) || second.endsWith(first));
}

/** A file is what the first of its tests is that did not pass. */
function sumUp(tests: readonly TestState[]): ParitySide {
  const worst = tests.find(isFault) ?? tests[0];
  return { ...sideOf(worst), failures: listFailures(tests), tests: tests.map(({ id }) => printTestId(id)) };
}

const FAILURES_KEPT = 5;

function listFailures(tests: readonly TestState[]): readonly Failure[] {
  const red = tests.filter(isFault).flatMap(({ failure }) => failure ?? []);
  return [...new Map(red.map((failure) => [failure.message, failure])).values()].slice(0, FAILURES_KEPT);
}

function indexTests(suite: SuiteState): ReadonlyMap<string, TestState> {
  return new Map(testsOf(suite).map((test) => [keyOf(test.id), test]));
}

function testsOf(suite: SuiteState): readonly TestState[] {
  return suite.attempts.at(-1)?.tests ?? [];
}

function keyOf({ titles, occurrence }: TestId): string {
  return JSON.stringify([titles, occurrence]);
}

function sideOf(test: TestState | undefined): ParitySide {
  if (test === undefined) return ABSENT;
  const { outcome, reason, failure, seq, id } = test;
  return { outcome, tests: [printTestId(id)], seq, ...present({ reason, failure }) };
}

function makeRow(
  about: Pick<ParityRow, 'suite' | 'subject' | 'unit'>,
  alone: ParitySide,
  together: ParitySide,
): ParityRow {
  return { ...about, verdict: judgeSides(alone, together), alone, together };
}

function judgeSides(alone: ParitySide, together: ParitySide): ParityVerdict {
  if (alone.outcome === together.outcome && kindOf(alone) === kindOf(together)) return 'same';
  if (alone.outcome === 'passed') return 'alone-only';
  if (together.outcome === 'passed') return 'together-only';
  // Left out because of a set-up that fails in both ways is the same fault, told by another.
  return alone.reason !== undefined && alone.reason === together.reason ? 'same' : 'differs';
}

function kindOf({ outcome, reason, failure }: ParitySide): string {
  return outcome === 'passed' || outcome === 'skipped' ? outcome : `${reason ?? ''}|${failure?.type ?? ''}`;
}
