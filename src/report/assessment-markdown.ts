import { HEADINGS, OUTCOMES, count, formatBytes, formatDuration } from '#domain';
import type { Assessment, BudgetLine } from '#domain';
import { collectTexts, renderCause } from './cause-section.ts';
import { markdownCode, markdownText } from './escape-markdown.ts';
import { renderNotTested, renderPolicy, renderTools } from './record-section.ts';
import { renderTable } from './table.ts';

/** The assessment an engineer reads first: decision, numbers, causes with remedies, then what carries them. */
export function renderAssessmentMarkdown(assessment: Assessment): string {
  return [
    renderHeader(assessment),
    renderSummary(assessment),
    renderCauses(assessment),
    renderGates(assessment),
    renderSuites(assessment),
    renderCoverage(assessment),
    renderNotTested(assessment),
    renderPolicy(assessment.state),
    renderTools(assessment.state),
  ].join('\n\n');
}

function renderHeader(assessment: Assessment): string {
  const { started, ended } = assessment.state;
  const { project, runId, startedAt, version, selection } = started;
  return [
    `# Assessment of ${markdownText(project)}`,
    '',
    renderTable(
      ['field', 'value'],
      [
        ['decision', `**${assessment.decision}**`],
        ['run', markdownCode(runId)],
        ['started', startedAt],
        [
          'lasted',
          ended === undefined ? 'the runner died before it could end the run' : formatDuration(ended.durationMs),
        ],
        ['ended', ended?.how ?? 'interrupted'],
        ['selection', markdownText(selection)],
        ['reality', version],
      ],
    ),
  ].join('\n');
}

function renderSummary(assessment: Assessment): string {
  const { totals } = assessment;
  const rate =
    totals.passRate === undefined
      ? 'no test was executed'
      : `${(totals.passRate * 100).toFixed(1)} % of executed tests passed`;
  const outcomes = OUTCOMES.filter((outcome) => totals.byOutcome[outcome] > 0).map(
    (outcome) => `${totals.byOutcome[outcome]} ${outcome}`,
  );
  return [
    '## Decision',
    '',
    `**${assessment.decision}.** ${assessment.reasons.map(markdownText).join('; ')}.`,
    '',
    `${count(totals.tests, 'test')} in ${count(totals.suites, 'suite')}: ${outcomes.join(', ') || 'none known'}; ${rate}.` +
      (totals.blockedSuites > 0 ? ` ${count(totals.blockedSuites, 'suite')} blocked.` : ''),
    '',
    renderTable(
      ['heading', 'causes', 'effects'],
      HEADINGS.map((heading) => [heading, `${totals.causesByHeading[heading]}`, `${totals.effectsByHeading[heading]}`]),
    ),
    '',
    `Run again: ${markdownCode(assessment.rerun)}`,
  ].join('\n');
}

function renderCauses(assessment: Assessment): string {
  if (assessment.causes.length === 0) return '## Causes\n\nNone: everything that ran is green.';
  const texts = collectTexts(assessment);
  const sections = HEADINGS.flatMap((heading) =>
    assessment.causes
      .filter((cause) => cause.heading === heading)
      .map((cause) => `${renderCause(cause, texts)}\n(${heading})`),
  );
  return ['## Causes', ...sections].join('\n\n');
}

function renderGates(assessment: Assessment): string {
  const rows = assessment.gates.map((gate) => [
    markdownText(gate.name),
    gate.met ? 'met' : '**not met**',
    markdownCode(gate.formula),
  ]);
  return [
    '## Gates and budget',
    '',
    renderTable(['gate', 'result', 'formula'], rows),
    '',
    ...assessment.budget.map(renderBudgetLine),
  ].join('\n');
}

function renderBudgetLine(line: BudgetLine): string {
  const show = (value: number): string => {
    if (line.unit === 'bytes') return formatBytes(value);
    return line.unit === 'ms' ? formatDuration(value) : `${value}`;
  };
  return `- ${line.name}: ${show(line.used)} of ${show(line.limit)}${line.met ? '' : ' — over budget'}`;
}

function renderSuites(assessment: Assessment): string {
  const rows = assessment.state.suites.map((suite) => {
    const attempt = suite.attempts.at(-1);
    const tests = attempt?.tests ?? [];
    const passed = tests.filter((test) => test.outcome === 'passed').length;
    const took = attempt?.end === undefined ? '' : formatDuration(attempt.end.durationMs);
    const { name, lane } = suite.planned;
    return [markdownCode(name), lane, suite.outcome, `${passed} of ${tests.length}`, took, suite.marks.join(', ')];
  });
  return ['## Suites', '', renderTable(['suite', 'lane', 'outcome', 'passed', 'took', 'marks'], rows)].join('\n');
}

function renderCoverage(assessment: Assessment): string {
  const { coverage } = assessment;
  if (coverage.length === 0) return '## Requirements\n\nNo requirement registry was given.';
  const by = (state: string): number => coverage.filter((row) => row.state === state).length;
  const open = coverage.filter((row) => row.state !== 'verified');
  return [
    '## Requirements',
    '',
    `${by('verified')} of ${coverage.length} verified, ${by('failed')} failed, ${by('blocked')} blocked, ${by('uncovered')} uncovered.`,
    '',
    ...(open.length === 0
      ? []
      : [
          renderTable(
            ['requirement', 'state', 'text'],
            open.map((row) => [markdownCode(row.id), row.state, markdownText(row.text)]),
          ),
        ]),
  ].join('\n');
}
