import { Chalk } from 'chalk';
import type { ChalkInstance } from 'chalk';
import { HEADINGS, OUTCOMES, count, formatBytes, formatDuration } from '#domain';
import type { Assessment, BudgetLine, Cause } from '#domain';
import { terminalName, terminalText } from './terminal-text.ts';

const CAUSES_SHOWN = 8;
const EFFECTS_SHOWN = 3;

/** What a tired person reads: verdict, counts, causes, paths, the command to run again. */
export function renderSummary(
  assessment: Assessment,
  options: { readonly colour: boolean; readonly reports: string },
): string {
  const paint = new Chalk({ level: options.colour ? 1 : 0 });
  return [
    '',
    renderVerdict(assessment, paint),
    renderCounts(assessment),
    ...renderCauses(assessment, paint),
    ...assessment.gates
      .filter((gate) => !gate.met)
      .map((gate) => paint.red(`gate not met: ${gate.name}: ${gate.formula}`)),
    `mocks: ${assessment.state.policy.mocks}`,
    ...renderBudget(assessment),
    `reports: ${terminalName(options.reports)}`,
    ...(assessment.exitCode === 0 ? [] : [`again:   ${terminalText(assessment.rerun)}`]),
    '',
  ].join('\n');
}

function renderVerdict(assessment: Assessment, paint: ChalkInstance): string {
  const { decision, reasons, state } = assessment;
  const colour = { ACCEPT: paint.green, CONDITIONAL: paint.yellow, REJECT: paint.red }[decision];
  return `${colour.bold(decision)} ${terminalText(state.started.project)}: ${terminalText(reasons[0] ?? '')}`;
}

function renderCounts(assessment: Assessment): string {
  const { totals, state } = assessment;
  const outcomes = OUTCOMES.filter((outcome) => totals.byOutcome[outcome] > 0).map(
    (outcome) => `${totals.byOutcome[outcome]} ${outcome}`,
  );
  const blocked = totals.blockedSuites > 0 ? `, ${count(totals.blockedSuites, 'suite')} blocked` : '';
  const took = state.ended === undefined ? '' : ` in ${formatDuration(state.ended.durationMs)}`;
  return `${count(totals.tests, 'test')} in ${count(totals.suites, 'suite')}: ${outcomes.join(', ') || 'none known'}${blocked}${took}`;
}

function renderCauses(assessment: Assessment, paint: ChalkInstance): readonly string[] {
  const ordered = HEADINGS.flatMap((heading) => assessment.causes.filter((cause) => cause.heading === heading));
  const shown = ordered.slice(0, CAUSES_SHOWN).flatMap((cause) => renderCause(cause, paint));
  const more = ordered.length - CAUSES_SHOWN;
  return more > 0 ? [...shown, `  … and ${count(more, 'more cause')} in assessment.md`] : shown;
}

function renderCause(cause: Cause, paint: ChalkInstance): readonly string[] {
  const effects = cause.effects.slice(0, EFFECTS_SHOWN).map((effect) => paint.dim(`      ${terminalName(effect)}`));
  const more = cause.effects.length - effects.length;
  return [
    `  ${paint.bold(cause.heading)} ${cause.id} ${terminalText(cause.title)}`,
    `    do: ${terminalText(cause.remedy.action)}${cause.remedy.where === undefined ? '' : ` (${terminalName(cause.remedy.where)})`}`,
    ...effects,
    ...(more > 0 ? [paint.dim(`      … and ${more} more`)] : []),
  ];
}

function renderBudget(assessment: Assessment): readonly string[] {
  return assessment.budget.length === 0 ? [] : [`budget:  ${assessment.budget.map(renderBudgetLine).join(', ')}`];
}

function renderBudgetLine(line: BudgetLine): string {
  const formats = { bytes: formatBytes, ms: formatDuration, processes: String };
  const format = formats[line.unit];
  const used =
    line.name === 'processes' ? `${line.used} left over` : `${line.name} ${format(line.used)} of ${format(line.limit)}`;
  return line.met ? used : `${used} (over)`;
}
