import { HEADINGS } from '#domain';
import type { BudgetLine, Gates, GateResult, RunState, Totals } from '#domain';

/** Each gate with its numbers; a gate that was not configured does not appear. */
export function checkGates(state: RunState, totals: Totals, budget: readonly BudgetLine[]): readonly GateResult[] {
  const { gates } = state.declared;
  return [
    ...causeGates(gates, totals),
    passRateGate(gates, totals),
    ...countGate('hollow', gates.hollow, totals.byMark.hollow),
    ...countGate('blocked', gates.blocked, totals.blockedSuites),
    ...countGate('flaky', gates.flaky, totals.byMark.flaky),
    ...budget.map(budgetGate),
  ];
}

function causeGates(gates: Gates, totals: Totals): readonly GateResult[] {
  return HEADINGS.flatMap((heading) => {
    const limit = gates.maxCauses[heading];
    return limit === undefined ? [] : [compare(`causes ${heading}`, totals.causesByHeading[heading], limit)];
  });
}

function passRateGate(gates: Gates, totals: Totals): GateResult {
  const name = 'pass rate';
  const { passRate } = totals;
  if (passRate === undefined) return { name, met: false, formula: 'no test was executed' };
  const met = passRate >= gates.minPassRate;
  const passed = totals.byOutcome.passed;
  return {
    name,
    met,
    formula: `${passed} / ${totals.executed} = ${passRate.toFixed(4)} ${met ? '>=' : '<'} ${gates.minPassRate}`,
  };
}

function countGate(name: string, limit: number | undefined, count: number): readonly GateResult[] {
  return limit === undefined ? [] : [compare(name, count, limit)];
}

function compare(name: string, count: number, limit: number): GateResult {
  const met = count <= limit;
  return { name, met, formula: `${count} ${met ? '<=' : '>'} ${limit}` };
}

function budgetGate(line: BudgetLine): GateResult {
  return {
    name: `budget ${line.name}`,
    met: line.met,
    formula: `${line.used} ${line.met ? '<=' : '>'} ${line.limit} ${line.unit}`,
  };
}
