import { listEffects } from '#domain';
import type { Cause, Counts, CoverageRow, Measure, RunState } from '#domain';
import { countPicked } from './counts.ts';
import { describeUnseen } from './gates-realness.ts';
import { share } from './share.ts';
import type { Pick } from './selector.ts';

/** What every measure is taken from. */
export interface Measured {
  readonly state: RunState;
  /** Those that count. */
  readonly causes: readonly Cause[];
  readonly coverage: readonly CoverageRow[];
  /** Only these are looked at by measures of coverage; absent = all that are registered. */
  readonly requirements?: readonly string[];
}

/** A number with how it came about, or why there is none. */
export type Reading =
  | { readonly kind: 'number'; readonly value: number; readonly formula: string }
  | { readonly kind: 'none'; readonly why: string };

/** What is measured, and of which part. */
interface Taken extends Measured {
  readonly pick: Pick;
  readonly counts: Counts;
}

const TAKERS: Readonly<Record<Measure, (taken: Taken) => Reading>> = {
  passRate: ({ counts }) => ratio(counts.passed, counts.executed, 'no test of it was executed'),
  executed: ({ counts }) => number(counts.executed, 'executed tests'),
  passed: ({ counts }) => number(counts.passed, 'passed tests'),
  notGreen: ({ counts }) => number(counts.effects, 'tests and suites not green'),
  skipped: ({ counts }) => number(counts.skipped, 'skipped tests'),
  blocked: ({ counts }) => number(counts.blockedSuites, 'blocked suites'),
  hollow: ({ counts, state, pick }) => seenOf(counts.hollow, 'hollow passes', describeUnseen(state, pick).contact),
  unguarded: ({ counts, state, pick }) =>
    seenOf(counts.unguarded, 'without the guard', describeUnseen(state, pick).guard),
  mocks: ({ counts, state, pick }) => seenOf(counts.mocks, 'mock violations', describeUnseen(state, pick).guard),
  empty: ({ counts }) => number(counts.empty, 'empty passes'),
  flaky: ({ counts }) => number(counts.flaky, 'flaky results'),
  leaks: ({ state, pick }) => number(countLeaks(state, pick), 'things left behind'),
  causes: (taken) => number(countCauses(taken), 'causes'),
  requirementCoverage: (taken) => coverageOf(taken, () => true),
  criticalCoverage: (taken) => coverageOf(taken, (row) => row.critical),
  errorCoverage: (taken) => {
    const errors = listErrors(taken.state);
    return coverageOf(taken, (row) => errors.has(row.id));
  },
  durationMs: ({ state }) =>
    state.ended === undefined
      ? { kind: 'none', why: 'the run did not tell its end' }
      : number(state.ended.durationMs, 'ms'),
};

/** Takes one measure over what is picked; the duration is always that of the whole run. */
export function takeMeasure(measure: Measure, of: Measured, pick: Pick): Reading {
  return TAKERS[measure]({ ...of, pick, counts: countPicked(of.state, pick) });
}

function number(value: number, what: string): Reading {
  return { kind: 'number', value, formula: `${value} ${what}` };
}

// A number that was not taken everywhere is none.
function seenOf(value: number, what: string, unseen: string): Reading {
  return unseen === '' ? number(value, what) : { kind: 'none', why: unseen.replace(/^, /u, '') };
}

function ratio(part: number, of: number, why: string): Reading {
  return of === 0 ? { kind: 'none', why } : { kind: 'number', value: part / of, formula: share(part, of) };
}

/** Ids of the requirements that speak of an error. */
export function listErrors({ declared }: RunState): ReadonlySet<string> {
  return new Set(declared.requirements.filter((one) => one.kind === 'error').map((one) => one.id));
}

function coverageOf({ coverage, requirements }: Taken, isMeant: (row: CoverageRow) => boolean): Reading {
  const rows = coverage.filter(
    (row) => row.state !== 'unregistered' && isMeant(row) && requirements?.includes(row.id) !== false,
  );
  const verified = rows.filter((row) => row.state === 'verified').length;
  return ratio(verified, rows.length, 'the registry holds no such requirement');
}

// A cause that no test felt is met where its suites are; one of the run as a whole, where everything is.
function countCauses({ state, causes, pick }: Taken): number {
  const picked = state.suites.flatMap((suite) => listEffects(suite).filter((one) => pick(suite, one.test)));
  const effects = new Set(picked.map(({ id }) => id));
  const suites = new Set(state.suites.filter((suite) => pick(suite)).map((suite) => suite.planned.name));
  const isMeant = (cause: Cause): boolean => {
    if (cause.effects.length > 0) return cause.effects.some((id) => effects.has(id));
    if (cause.suites.length > 0) return cause.suites.some((name) => suites.has(name));
    return suites.size === state.suites.length;
  };
  return causes.filter(isMeant).length;
}

/** Processes, listeners and folders that suites of this run left behind. */
export function countLeaks({ suites }: RunState, pick: Pick): number {
  return suites
    .filter((suite) => pick(suite))
    .reduce((sum, { attempts }) => sum + attempts.reduce((one, attempt) => one + attempt.leaks.length, 0), 0);
}
