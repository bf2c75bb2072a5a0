import type { Assessment, CriterionGroup, CriterionResult } from '#domain';
import { markdownText } from './escape-markdown.ts';
import { renderCutTable } from './table.ts';

const ROWS_SHOWN = 100;

const GROUPS: readonly (readonly [CriterionGroup, string])[] = [
  ['primary', 'Primary criteria of the project'],
  ['secondary', 'Secondary criteria of the project'],
  ['real-system', 'Success criteria of a real-system assessment'],
  ['quality', 'Quality gates'],
];

/** Each criterion with its formula, its numbers and what they were read from. None can be met without. */
export function renderCriteria({ criteria }: Assessment): string {
  const tables = GROUPS.flatMap(([group, title]) => {
    const own = criteria.filter((one) => one.group === group);
    if (own.length === 0) return [];
    const head = ['criterion', 'result', 'formula and numbers', 'read from'];
    return [`### ${title}`, renderCutTable(head, own.map(renderRow), ROWS_SHOWN)];
  });
  return ['## Criteria', ...tables].join('\n\n');
}

const RESULTS = { met: 'met', partly: '**partly**', 'not met': '**not met**' } as const;

function renderRow(one: CriterionResult): readonly string[] {
  const name = markdownText(one.name, 200);
  if (one.kind === 'unmeasured') return [name, 'not measured', markdownText(one.why), ''];
  const evidence = one.evidence.map((sentence) => markdownText(sentence, 300)).join('; ');
  return [name, RESULTS[one.result], markdownText(one.formula), evidence];
}
