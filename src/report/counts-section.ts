import { HEADINGS } from '#domain';
import type { Assessment, GroupRow } from '#domain';
import { markdownText } from './escape-markdown.ts';
import { renderCutTable, renderTable } from './table.ts';

const GROUPS_SHOWN = 200;
const SUITES_SHOWN = 1000;

/** Every count once by category, then the same tests once more by lane, tag and suite. */
export function renderCounts({ totals, lanes, tags, suiteRows }: Assessment): string {
  const rows = HEADINGS.map((heading) => [
    heading,
    `${totals.causesByHeading[heading]}`,
    `${totals.countedCauses[heading]}`,
    `${totals.effectsByHeading[heading]}`,
  ]);
  const sums = [totals.causesByHeading, totals.countedCauses, totals.effectsByHeading].map((one) => `${sumOf(one)}`);
  // Suites that are not green come first: a long list is cut at its end.
  const suites = [...suiteRows.filter((row) => row.effects > 0), ...suiteRows.filter((row) => row.effects === 0)];
  return [
    '## Counts',
    renderTable(['category', 'causes', 'of these counted', 'effects'], [...rows, ['sum', ...sums]]),
    'A cause is a thing to mend; its effects are the tests and suites that are not green because of it, each under one cause alone. Not counted are causes that were accepted or are out of scope.',
    ...renderGroups('lane', lanes, GROUPS_SHOWN),
    ...renderGroups('tag', tags, GROUPS_SHOWN),
    ...renderGroups('suite', suites, SUITES_SHOWN),
  ].join('\n\n');
}

function renderGroups(noun: string, rows: readonly GroupRow[], maxRows: number): readonly string[] {
  if (rows.length === 0) return [];
  const isSuite = noun === 'suite';
  const cells = rows.map((row) => [
    markdownText(row.name, 120),
    ...(isSuite ? [] : [`${row.suites}`]),
    `${row.tests}`,
    `${row.passed}`,
    `${row.effects}`,
  ]);
  const head = [noun, ...(isSuite ? [] : ['suites']), 'tests', 'passed', 'not green'];
  return [renderCutTable(head, cells, maxRows)];
}

function sumOf(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, one) => sum + one, 0);
}
