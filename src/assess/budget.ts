import type { BudgetLine, RunState } from '#domain';

/** The budget of the run as measured; empty when the run died before it could be measured. */
export function checkBudget(state: RunState): readonly BudgetLine[] {
  const measured = state.budget;
  if (measured === undefined) return [];
  const { budget } = state.declared;
  return [
    line('duration', Math.round(measured.durationMs), budget.durationMs, 'ms'),
    line('memory', measured.usage.peakMemoryBytes, budget.memoryBytes, 'bytes'),
    line('disk', measured.usage.peakDiskBytes, budget.diskBytes, 'bytes'),
    line('network', measured.externalBytes, budget.networkBytes, 'bytes'),
    line('processes', measured.survivors, 0, 'processes'),
  ];
}

function line(name: BudgetLine['name'], used: number, limit: number, unit: BudgetLine['unit']): BudgetLine {
  return { name, used, limit, unit, met: used <= limit };
}
