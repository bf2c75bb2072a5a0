import { configuredName, isViolation, printTestId } from '#domain';
import type { CoverageRow, CoverageState, Mark, Outcome, Requirement, RunState, SuiteState } from '#domain';
import { decidingTests } from './counts.ts';

/** One test, or one whole suite, that says it proves a requirement. */
interface Citing {
  readonly printed: string;
  readonly outcome: Outcome;
  readonly marks: readonly Mark[];
  /** A mock was used in its process, and nobody can tell by which test. */
  readonly mocked: boolean;
}

/** Requirements against what cites them: registered ones in their order, then ids that no registry holds. */
export function coverRequirements(state: RunState): readonly CoverageRow[] {
  const citing = collectCiting(state);
  const isThere = makePresence(state);
  const registered = state.declared.requirements.map((one) =>
    makeRow(
      one,
      citing.get(one.id) ?? [],
      (one.verifiedBy ?? []).filter((name) => !isThere(name)),
    ),
  );
  const known = new Set(registered.map((row) => row.id));
  const unknown = [...citing].filter(([id]) => !known.has(id)).map(([id, tests]) => makeUnknownRow(id, tests));
  return [...registered, ...unknown];
}

function makeRow(
  { id, text, critical, status }: Requirement,
  tests: readonly Citing[],
  missing: readonly string[],
): CoverageRow {
  const state = stateOf(tests);
  // What speaks against it comes first: of many tests a report names but a few.
  const ordered = [...tests.filter((one) => !isProof(one)), ...tests.filter(isProof)];
  return {
    id,
    text,
    critical,
    status,
    // What has to verify it was not there: the rest may have passed and proves less than was asked for.
    state: state === 'verified' && missing.length > 0 ? 'not-executed' : state,
    tests: ordered.map((one) => one.printed),
    missing,
  };
}

/** Whether a suite, or a printed test, was part of the run. */
function makePresence(state: RunState): (name: string) => boolean {
  if (state.declared.requirements.every((one) => one.verifiedBy === undefined)) return () => true;
  const names = new Set(
    state.suites.flatMap((suite) => [
      configuredName(suite.planned),
      ...decidingTests(suite).map((test) => printTestId(test.id)),
    ]),
  );
  return (name) => names.has(name);
}

function makeUnknownRow(id: string, tests: readonly Citing[]): CoverageRow {
  const printed = tests.map((one) => one.printed);
  return { id, text: '', critical: false, status: 'unregistered', state: 'unregistered', tests: printed, missing: [] };
}

function collectCiting(state: RunState): ReadonlyMap<string, readonly Citing[]> {
  const citing = new Map<string, Citing[]>();
  const add = (id: string, one: Citing): void => {
    const known = citing.get(id);
    if (known === undefined) citing.set(id, [one]);
    else known.push(one);
  };
  for (const suite of state.suites) collectFromSuite(suite, add);
  return citing;
}

// A suite's own `covers` speaks only where none of its tests does: a test knows better what it proves.
function collectFromSuite(suite: SuiteState, add: (id: string, one: Citing) => void): void {
  const cited = new Set<string>();
  // Where tests share a process they share what it lacks.
  const shared = suite.planned.alone === undefined ? suite.marks.filter((mark) => SHARED.has(mark)) : [];
  const mocked = hasStrayMock(suite);
  for (const test of decidingTests(suite)) {
    for (const id of new Set(test.requirements)) {
      cited.add(id);
      add(id, { printed: printTestId(test.id), outcome: test.outcome, marks: [...test.marks, ...shared], mocked });
    }
  }
  const { covers, name } = suite.planned;
  for (const id of new Set(covers)) {
    if (!cited.has(id)) add(id, { printed: `${name}::(suite)`, outcome: suite.outcome, marks: suite.marks, mocked });
  }
}

const DISPROVES: ReadonlySet<Outcome> = new Set(['failed', 'errored', 'timed-out', 'crashed', 'mock-violation']);
const UNSEEN: ReadonlySet<Outcome> = new Set(['interrupted', 'not-run']);

// Only what was executed, passed and is not hollow verifies, and only while nothing that cites the same speaks against it.
function stateOf(tests: readonly Citing[]): CoverageState {
  if (tests.length === 0) return 'uncovered';
  if (tests.some((one) => DISPROVES.has(one.outcome))) return 'failed';
  if (tests.some((one) => one.outcome === 'blocked')) return 'blocked';
  if (tests.some((one) => UNSEEN.has(one.outcome))) return 'not-executed';
  if (tests.some(isProof)) return 'verified';
  const passed = tests.filter((one) => one.outcome === 'passed');
  if (passed.length === 0) return 'not-executed';
  return passed.every(isUnattested) ? 'unattested' : 'hollow';
}

// Without contact, without content, or without all that the suite uses.
const PROVES_NOTHING: ReadonlySet<Mark> = new Set(['hollow', 'empty', 'degraded']);
/** Marks of a suite that hold of each test in its one process. */
const SHARED: ReadonlySet<Mark> = new Set(['degraded', 'hollow', 'unguarded']);

function isProof(one: Citing): boolean {
  return one.outcome === 'passed' && !one.marks.some((mark) => PROVES_NOTHING.has(mark)) && !isUnattested(one);
}

function isUnattested({ marks, mocked }: Citing): boolean {
  return mocked || marks.includes('unguarded');
}

function hasStrayMock({ attempts }: SuiteState): boolean {
  return attempts.at(-1)?.mocks.some(({ mock, ordinal }) => ordinal === undefined && isViolation(mock)) === true;
}
