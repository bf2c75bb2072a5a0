import { HEADINGS, OUTCOMES, count, formatDuration, formatRate } from '#domain';
import type { Assessment, GroupRow } from '#domain';
import { markdownCode, markdownText } from './escape-markdown.ts';
import { renderCutTable, renderTable } from './table.ts';

/** Which run this is about. */
export function renderHeader({ state, decision }: Assessment): string {
  const { started, ended } = state;
  const rows = [
    ['decision', `**${decision}**`],
    ['run', markdownCode(started.runId)],
    ['started', markdownText(started.startedAt)],
    ['lasted', ended === undefined ? 'not known: its process died' : formatDuration(ended.durationMs)],
    ['ended', ended?.how ?? 'interrupted'],
    ['selection', markdownText(started.selection)],
    ['mocks', markdownText(state.policy.mocks)],
  ];
  return `# Assessment of ${markdownText(started.project)}\n\n${renderTable(['field', 'value'], rows)}`;
}

/** The decision with what carries it, and every count once. */
export function renderSummary(assessment: Assessment): string {
  const { totals, decision, reasons } = assessment;
  return [
    '## Decision',
    reasons.length === 1
      ? `**${decision}**: ${markdownText(reasons[0] ?? '')}.`
      : [`**${decision}**, because:\n`, ...reasons.map((reason) => `- ${markdownText(reason)}`)].join('\n'),
    describeCounts(assessment),
    renderTable(
      ['heading', 'causes', 'effects'],
      HEADINGS.map((heading) => [heading, `${totals.causesByHeading[heading]}`, `${totals.effectsByHeading[heading]}`]),
    ),
    'A cause is a thing to mend; its effects are the tests and suites that are not green because of it.',
    ...renderGroups('lane', assessment.lanes),
    ...renderGroups('tag', assessment.tags),
    `Run again: ${markdownCode(assessment.rerun)}`,
  ].join('\n\n');
}

function describeCounts({ totals }: Assessment): string {
  const counts = [
    ...OUTCOMES.filter((outcome) => totals.byOutcome[outcome] > 0).map(
      (outcome) => `${totals.byOutcome[outcome]} ${outcome}`,
    ),
    ...(totals.blockedSuites > 0 ? [`${count(totals.blockedSuites, 'suite')} blocked`] : []),
  ];
  const rate =
    totals.passRate === undefined
      ? 'No test was executed.'
      : `Of ${count(totals.executed, 'executed test')} ${formatRate(totals.passRate * 100, 1)} % passed.`;
  const what = `${count(totals.tests, 'test')} in ${count(totals.suites, 'suite')}`;
  return `${[what, ...(counts.length === 0 ? [] : [counts.join(', ')])].join(': ')}. ${rate}`;
}

const GROUPS_SHOWN = 20;

function renderGroups(noun: string, rows: readonly GroupRow[]): readonly string[] {
  if (rows.length === 0) return [];
  const cells = rows.map((row) => [
    markdownText(row.name),
    `${row.suites}`,
    `${row.tests}`,
    `${row.passed}`,
    `${row.effects}`,
  ]);
  return [renderCutTable([noun, 'suites', 'tests', 'passed', 'not green'], cells, GROUPS_SHOWN)];
}
