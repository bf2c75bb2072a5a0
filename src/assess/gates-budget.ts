import { formatBytes, formatDuration } from '#domain';
import type { BudgetLine, GateResult } from '#domain';

const FORMATS = { bytes: formatBytes, ms: formatDuration, processes: String };

// People read the rounded numbers, the exact ones decide: both stand there, or a miss by one byte would read as no miss.
/** A line of the budget as a gate. */
export function budgetGate({ name, used, limit, unit, met }: BudgetLine): GateResult {
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
