import type { Decision, GateResult, RunState, Totals } from '#domain';

/** The decision with the sentences that carry it. No criterion can be met by template: each comes from a number. */
export function decide(
  state: RunState,
  totals: Totals,
  gates: readonly GateResult[],
): { readonly decision: Decision; readonly reasons: readonly string[] } {
  const broken = gates.filter((gate) => !gate.met).map((gate) => `gate not met: ${gate.name} (${gate.formula})`);
  const rejecting = rejections(state, totals);
  if (rejecting.length > 0 || broken.length > 0) return { decision: 'REJECT', reasons: [...rejecting, ...broken] };
  const conditions = conditionsOf(totals);
  if (conditions.length > 0) return { decision: 'CONDITIONAL', reasons: conditions };
  return {
    decision: 'ACCEPT',
    reasons: [`${totals.byOutcome.passed} of ${totals.executed} executed tests passed and every gate is met`],
  };
}

function rejections(state: RunState, totals: Totals): readonly string[] {
  const ended = state.ended?.how;
  return [
    ...(totals.executed === 0 ? ['no test was executed'] : []),
    ...(ended === 'completed' ? [] : [`the run did not complete (${ended ?? 'the runner died'})`]),
    ...(totals.causesByHeading.SYSTEM_CRITICAL > 0
      ? [`${totals.causesByHeading.SYSTEM_CRITICAL} cause(s) SYSTEM_CRITICAL`]
      : []),
  ];
}

// Green by the gates, yet not all was seen: what holds must be said with the condition it holds under.
function conditionsOf(totals: Totals): readonly string[] {
  const open = totals.effectsByHeading;
  const effects = Object.values(open).reduce((total, one) => total + one, 0);
  return [
    ...(effects > 0 ? [`${effects} test(s) or suite(s) are not green although the gates allow it`] : []),
    ...(totals.byOutcome.skipped > 0 ? [`${totals.byOutcome.skipped} test(s) were skipped and prove nothing`] : []),
    ...(totals.byMark.flaky > 0 ? [`${totals.byMark.flaky} flaky result(s)`] : []),
    ...(Object.values(totals.causesByHeading).some((count) => count > 0) && effects === 0
      ? ['there are causes to mend that no test felt']
      : []),
  ];
}
