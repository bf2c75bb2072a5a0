import type { Assessment } from '#domain';
import { markdownText } from './escape-markdown.ts';
import { renderTable } from './table.ts';

/** Every criterion with its numbers: nothing is ticked that was not counted. */
export function renderGates({ gates, budget }: Assessment): string {
  const rows = gates.map((gate) => [
    markdownText(gate.name),
    gate.met ? 'met' : '**not met**',
    markdownText(gate.formula),
  ]);
  return [
    '## Gates and budget',
    renderTable(['gate', 'result', 'formula'], rows),
    ...(budget.length === 0 ? ['The budget was not measured: the run ended before it could be.'] : []),
  ].join('\n\n');
}
