import { count } from '#domain';
import type { CoverageRow, Decision, GateResult, RunState, Totals } from '#domain';

/** What a decision is made from. */
export interface Grounds {
  readonly state: RunState;
  readonly totals: Totals;
  readonly gates: readonly GateResult[];
  readonly coverage: readonly CoverageRow[];
}

/** The decision with the sentences that carry it. No criterion can be met by template: each comes from a number. */
export function decide(grounds: Grounds): { readonly decision: Decision; readonly reasons: readonly string[] } {
  const rejecting = rejections(grounds);
  const conditions = conditionsOf(grounds);
  if (rejecting.length > 0) return { decision: 'REJECT', reasons: rejecting };
  if (conditions.length > 0) return { decision: 'CONDITIONAL', reasons: conditions };
  const { passed } = grounds.totals.byOutcome;
  const reasons = [`${passed} of ${grounds.totals.executed} executed tests passed, and every gate is met`];
  return { decision: 'ACCEPT', reasons };
}

function rejections({ state, totals, gates }: Grounds): readonly string[] {
  const ended = state.ended?.how;
  const critical = totals.causesByHeading.SYSTEM_CRITICAL;
  // What has a sentence of its own needs no gate to say it once more.
  const said = ['causes SYSTEM_CRITICAL', ...(totals.executed === 0 ? ['pass rate'] : [])];
  const broken = gates.filter((gate) => !gate.met && !said.includes(gate.name));
  return [
    ...(critical > 0 ? [`${count(critical, 'cause')} SYSTEM_CRITICAL`] : []),
    ...(ended === 'completed' ? [] : [`the run did not complete (${ended ?? 'its process died'})`]),
    ...(totals.executed === 0 ? ['no test was executed'] : []),
    ...broken.map((gate) => `gate not met: ${gate.name} (${gate.formula})`),
  ];
}

// Green by the gates, yet not all was seen: what holds must be said with the condition it holds under.
function conditionsOf({ state, totals, coverage }: Grounds): readonly string[] {
  const effects = sum(Object.values(totals.effectsByHeading));
  const causes = sum(Object.values(totals.causesByHeading));
  const { skipped } = totals.byOutcome;
  const unproved = coverage.filter((row) => row.critical && row.state !== 'verified').length;
  return [
    ...(effects > 0
      ? [`${count(effects, 'test or suite', 'tests or suites')} not green, although the gates allow it`]
      : []),
    ...(causes > 0 && effects === 0 ? [`${count(causes, 'cause')} to mend that no test felt`] : []),
    ...(skipped > 0 ? [`${count(skipped, 'skipped test')} that proved nothing`] : []),
    ...(totals.byMark.flaky > 0 ? [count(totals.byMark.flaky, 'flaky result')] : []),
    ...(totals.byMark.hollow > 0 ? [count(totals.byMark.hollow, 'hollow pass', 'hollow passes')] : []),
    ...(unproved > 0 ? [`${count(unproved, 'critical requirement')} not verified by this run`] : []),
    ...(state.damage.length > 0 ? ['the journal of the run is damaged; what it lacks is not known'] : []),
  ];
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
