import { HEADINGS, formatRate } from '#domain';
import type { Counts, CoverageRow, Gates, GateResult, RunState, Totals } from '#domain';
import { share } from './share.ts';
import { describeUnseen, unpluggedGate } from './gates-realness.ts';
import type { Unseen } from './gates-realness.ts';

/** What the gates are held against. */
export interface Gated {
  readonly gates: Gates;
  readonly totals: Totals;
  readonly coverage: readonly CoverageRow[];
  readonly state: RunState;
}

/** Each gate with its numbers; a gate that was not configured does not appear. Only what counts is counted. */
export function checkGates({ gates, totals, coverage, state }: Gated): readonly GateResult[] {
  const { counted } = totals;
  return [
    ...causeGates(gates, totals),
    passRateGate('pass rate', gates.minPassRate, counted, describeLeftOut(totals)),
    ...countGates(gates, counted, describeUnseen(state)),
    ...unpluggedGate(gates.unplugged, state),
    ...coverageGate('requirement coverage', gates.minRequirementCoverage, coverage),
    ...coverageGate(
      'critical coverage',
      gates.minCriticalCoverage,
      coverage.filter((row) => row.critical),
    ),
  ];
}

function causeGates(gates: Gates, totals: Totals): readonly GateResult[] {
  return HEADINGS.flatMap((heading) => {
    const limit = gates.maxCauses[heading];
    if (limit === undefined) return [];
    const counted = totals.countedCauses[heading];
    const aside = totals.causesByHeading[heading] - counted;
    const note = aside > 0 ? `, ${aside} set aside` : '';
    return [addNote(compareCount(`causes ${heading}`, counted, limit), note)];
  });
}

function describeLeftOut({ executed, inScope, counted }: Totals): string {
  const outside = executed - inScope.executed;
  const known = inScope.executed - counted.executed;
  const parts = [
    ...(outside > 0 ? [`${outside} out of scope`] : []),
    ...(known > 0 ? [`${known} of accepted causes`] : []),
  ];
  return parts.length === 0 ? '' : `, left out: ${parts.join(', ')}`;
}

/** `48 / 50 = 0.9600 < 1`; not met where nothing was executed. */
export function passRateGate(name: string, least: number, counts: Counts, note = ''): GateResult {
  const { passed, executed } = counts;
  if (executed === 0) return { name, met: false, formula: `no test was executed${note}` };
  const rate = passed / executed;
  const met = rate >= least;
  return { name, met, formula: `${passed} / ${executed} = ${formatRate(rate, 4)} ${met ? '>=' : '<'} ${least}${note}` };
}

/** Limits on counts, as a whole run and a selection have them. */
export type CountLimits = Pick<Gates, 'hollow' | 'empty' | 'blocked' | 'flaky' | 'unguarded' | 'mocks'>;

/** `unseen` says of which suites neither guard nor contact was measured: a gate that nothing could break says so. */
export function countGates(limits: CountLimits, counts: Counts, unseen: Unseen): readonly GateResult[] {
  return [
    ...countGate('hollow', limits.hollow, counts.hollow).map((gate) => addNote(gate, unseen.contact)),
    ...countGate('unguarded', limits.unguarded, counts.unguarded).map((gate) => addNote(gate, unseen.guard)),
    ...countGate('mocks', limits.mocks, counts.mocks).map((gate) => addNote(gate, unseen.guard)),
    ...countGate('empty', limits.empty, counts.empty),
    ...countGate('blocked', limits.blocked, counts.blockedSuites),
    ...countGate('flaky', limits.flaky, counts.flaky),
  ];
}

export function countGate(name: string, limit: number | undefined, count: number): readonly GateResult[] {
  return limit === undefined ? [] : [compareCount(name, count, limit)];
}

// Without a registry nothing is covered: a gate that asks for coverage is then not met.
function coverageGate(name: string, least: number | undefined, rows: readonly CoverageRow[]): readonly GateResult[] {
  if (least === undefined) return [];
  const registered = rows.filter((row) => row.state !== 'unregistered');
  if (registered.length === 0) return [{ name, met: false, formula: 'the registry holds no such requirement' }];
  const verified = registered.filter((row) => row.state === 'verified').length;
  const met = verified / registered.length >= least;
  return [{ name, met, formula: `${share(verified, registered.length)} ${met ? '>=' : '<'} ${least}` }];
}

function addNote(gate: GateResult, note: string): GateResult {
  return { ...gate, formula: `${gate.formula}${note}` };
}

function compareCount(name: string, count: number, limit: number): GateResult {
  const met = count <= limit;
  return { name, met, formula: `${count} ${met ? '<=' : '>'} ${limit}` };
}
