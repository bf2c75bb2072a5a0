import { weighRealness } from '#domain';
import type { Assessment, Confidence, ConfidenceInput, CoverageRow, RunState, Totals } from '#domain';

/** What confidence is made from. */
export interface Seen {
  readonly state: RunState;
  readonly totals: Totals;
  readonly coverage: readonly CoverageRow[];
}

/**
 * How much of what had to be seen was seen, and how surely. It is a statement about the decision, not about the service: a run that
 * proves a service broken may have full confidence. The mean of its inputs; one that was not measured adds nothing.
 */
export function weighConfidence(seen: Seen, baseline?: Assessment): Confidence {
  const inputs = listInputs(seen);
  const value = inputs.reduce((total, input) => total + worthOf(input), 0) / inputs.length;
  const level = levelOf(value);
  if (baseline === undefined) return { value, level, inputs };
  const { confidence, state } = baseline;
  const before = { runId: state.started.runId, value: confidence.value, inputs: confidence.inputs };
  return { value, level, inputs, baseline: before };
}

const HIGH = 0.8;
const MEDIUM = 0.5;

function levelOf(value: number): Confidence['level'] {
  if (value >= HIGH) return 'HIGH';
  return value >= MEDIUM ? 'MEDIUM' : 'LOW';
}

/** What an input adds, 0..1. */
export function worthOf(input: ConfidenceInput): number {
  return input.kind === 'measured' ? input.part / input.of : 0;
}

function listInputs({ state, totals, coverage }: Seen): readonly ConfidenceInput[] {
  const { inScope } = totals;
  const silent = state.suites.filter((suite) => (suite.attempts.at(-1)?.tests ?? []).length === 0).length;
  const judged = totals.byOutcome.passed + sum(totals.effectsByHeading) - totals.effectsByHeading.UNCLASSIFIED;
  const critical = coverage.filter((row) => row.critical && row.state !== 'unregistered');
  const verified = critical.filter((row) => row.state === 'verified').length;
  const { journal, started, suites } = state;
  return [
    part(
      'suites observed while they ran, not imported',
      started.origin === undefined ? suites.length : 0,
      suites.length,
      'no suite was planned',
    ),
    part(
      'tests executed (a suite that told none counts as one)',
      inScope.executed,
      inScope.tests + silent,
      'no suite was planned',
    ),
    part(
      'things with a clear verdict (passed, or red under a category)',
      judged,
      totals.byOutcome.passed + sum(totals.effectsByHeading),
      'nothing was seen',
    ),
    part(
      'executed tests without a flaky mark',
      inScope.executed - Math.min(inScope.flaky, inScope.executed),
      inScope.executed,
      'no test was executed',
    ),
    part(
      'critical requirements verified or refuted',
      verified + critical.filter((row) => row.state === 'failed').length,
      critical.length,
      'the registry holds no critical requirement',
    ),
    checkedMocks(state),
    checkedContact(state),
    part(
      'records of the journal that can be read',
      journal.records,
      Math.max(journal.lastSeq, journal.records),
      'the journal is empty',
    ),
  ];
}

function checkedMocks(state: RunState): ConfidenceInput {
  const name = 'suites outside lane unit that ran guarded against mocks';
  const bound = weighRealness(state).filter((one) => one.bound);
  const told = bound.filter(({ guard }) => guard !== undefined);
  if (told.length === 0) return { kind: 'unmeasured', name, why: 'mocks were not checked' };
  const guarded = told.filter(({ guard, claim }) => guard?.state === 'armed' && claim !== 'unguarded').length;
  return part(name, guarded, bound.length, 'no such suite was started');
}

function checkedContact(state: RunState): ConfidenceInput {
  const name = 'passes with the contact they declare';
  const passed = new Set(state.suites.filter(({ outcome }) => outcome === 'passed').map(({ planned }) => planned.name));
  const declared = weighRealness(state).filter(
    ({ suite, edges }) => passed.has(suite) && edges.some((edge) => edge.declared !== undefined),
  );
  const met = declared.filter(({ claim, edges }) => claim !== 'hollow' && edges.every(({ below }) => !below));
  return part(name, met.length, declared.length, 'contact was not measured in any suite that passed');
}

function part(name: string, seen: number, of: number, why: string): ConfidenceInput {
  return of === 0 ? { kind: 'unmeasured', name, why } : { kind: 'measured', name, part: seen, of };
}

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, one) => total + one, 0);
}
