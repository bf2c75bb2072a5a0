import { HEADINGS, formatBytes, formatDuration, formatRate } from '#domain';
import type { BudgetLine, Gates, GateResult, RunState, Totals } from '#domain';

/** Each gate with its numbers; a gate that was not configured does not appear. */
export function checkGates(state: RunState, totals: Totals, budget: readonly BudgetLine[]): readonly GateResult[] {
  const { gates } = state.declared;
  return [
    ...causeGates(gates, totals),
    passRateGate(gates, totals),
    ...countGate('hollow', gates.hollow, totals.byMark.hollow).map(sayUnchecked),
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
  const { passed } = totals.byOutcome;
  const formula = `${passed} / ${totals.executed} = ${formatRate(passRate, 4)} ${met ? '>=' : '<'} ${gates.minPassRate}`;
  return { name, met, formula };
}

function countGate(name: string, limit: number | undefined, count: number): readonly GateResult[] {
  return limit === undefined ? [] : [compare(name, count, limit)];
}

// Nothing counts hollow passes until there is contact evidence; a gate that nothing can break says so.
function sayUnchecked(gate: GateResult): GateResult {
  return { ...gate, formula: `${gate.formula}, contact is not checked yet` };
}

function compare(name: string, count: number, limit: number): GateResult {
  const met = count <= limit;
  return { name, met, formula: `${count} ${met ? '<=' : '>'} ${limit}` };
}

const FORMATS = { bytes: formatBytes, ms: formatDuration, processes: String };

// People read the rounded numbers, the exact ones decide: both stand there, or a miss by one byte would read as no miss.
function budgetGate({ name, used, limit, unit, met }: BudgetLine): GateResult {
  const format = FORMATS[unit];
  const sign = met ? '<=' : '>';
  const rounded = `${format(used)} ${sign} ${format(limit)}`;
  const exact = `${used} ${sign} ${limit}`;
  if (limit === Number.MAX_SAFE_INTEGER)
    return { name: `budget ${name}`, met, formula: `${format(used)}, no limit known` };
  return {
    name: name === 'processes' ? 'processes left over' : `budget ${name}`,
    met,
    formula: unit === 'processes' ? exact : `${rounded} (${exact} ${unit})`,
  };
}
