import { Chalk } from 'chalk';
import type { ChalkInstance } from 'chalk';
import { OUTCOMES, REALNESS, count, countClaims, formatBytes, formatDuration } from '#domain';
import type { Assessment, BudgetLine, Cause } from '#domain';
import { terminalName, terminalText } from './terminal-text.ts';

const CAUSES_SHOWN = 8;
const EFFECTS_SHOWN = 3;

/** What a tired person reads, from the bottom of the screen upwards: where to look and what to type, counts, verdict, causes. */
export function renderSummary(
  assessment: Assessment,
  options: { readonly colour: boolean; readonly reports: string },
): string {
  const paint = new Chalk({ level: options.colour ? 1 : 0 });
  return [
    '',
    ...renderCauses(assessment, paint),
    ...renderVerdict(assessment, paint),
    renderCounts(assessment),
    `mocks:   ${terminalText(assessment.state.policy.mocks)}`,
    ...renderReal(assessment),
    ...renderBudget(assessment),
    `reports: ${terminalName(options.reports)}`,
    ...(assessment.exitCode === 0 ? [] : [`again:   ${terminalName(assessment.rerun)}`]),
    '',
  ].join('\n');
}

const SUITES_NAMED = 3;

// A run of which nothing was measured says so in the line above.
function renderReal({ realness, state }: Assessment): readonly string[] {
  const asked = realness.filter(({ bound }) => bound);
  const counts = countClaims(asked);
  if (counts['not measured'] === asked.length) return [];
  const others = REALNESS.filter((claim) => claim !== 'real' && counts[claim] > 0).map((claim) => {
    const names = asked.filter((one) => one.claim === claim).map(({ suite }) => terminalName(suite));
    return `${counts[claim]} ${claim} (${nameSome(names)})`;
  });
  const needless = state.unplugged.filter(({ result }) => result === 'does-not-need-it').map(({ suite }) => suite);
  const unneeded = nameSome([...new Set(needless)].map((name) => terminalName(name)));
  const unplugged = needless.length === 0 ? [] : [`passing with an edge refused: ${unneeded}`];
  return [
    `real:    ${[`${counts.real} of ${count(asked.length, 'suite')} attested`, ...others, ...unplugged].join(', ')}`,
  ];
}

function nameSome(names: readonly string[]): string {
  const more = names.length - SUITES_NAMED;
  return `${names.slice(0, SUITES_NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function renderVerdict({ decision, reasons, state }: Assessment, paint: ChalkInstance): readonly string[] {
  const colour = { ACCEPT: paint.green, CONDITIONAL: paint.yellow, REJECT: paint.red }[decision];
  const [first = '', ...others] = reasons.map((reason) => terminalText(reason));
  const head = `${colour.bold(decision)} ${terminalName(state.started.project)}: ${first}`;
  return [head, ...others.map((reason) => `  and: ${reason}`)];
}

function renderCounts({ totals, state }: Assessment): string {
  const counts = [
    ...OUTCOMES.filter((outcome) => totals.byOutcome[outcome] > 0).map(
      (outcome) => `${totals.byOutcome[outcome]} ${outcome}`,
    ),
    ...(totals.blockedSuites > 0 ? [`${count(totals.blockedSuites, 'suite')} blocked`] : []),
  ];
  const took = state.ended === undefined ? '' : ` in ${formatDuration(state.ended.durationMs)}`;
  const what = `${count(totals.tests, 'test')} in ${count(totals.suites, 'suite')}${took}`;
  return counts.length === 0 ? what : `${what}: ${counts.join(', ')}`;
}

// The gravest come first in the assessment and last on the screen would be lost: the order is kept, the number bounded.
function renderCauses({ causes }: Assessment, paint: ChalkInstance): readonly string[] {
  const shown = causes.slice(0, CAUSES_SHOWN).flatMap((cause) => renderCause(cause, paint));
  const more = causes.length - CAUSES_SHOWN;
  return more > 0 ? [...shown, `… and ${count(more, 'more cause')}, in assessment.md`, ''] : shown;
}

function renderCause(cause: Cause, paint: ChalkInstance): readonly string[] {
  const { heading, id, title, effects } = cause;
  const shown = effects.slice(0, EFFECTS_SHOWN).map((effect) => paint.dim(`    ${terminalText(effect, 200)}`));
  const more = effects.length - shown.length;
  return [
    `${paint.bold(heading)} ${id} ${terminalText(title, 300)}`,
    ...renderRemedy(cause),
    ...shown,
    ...(more > 0 ? [paint.dim(`    and ${more} more`)] : []),
    '',
  ];
}

// Where no rule decided there is no advice either, only a place to begin.
function renderRemedy({ rules, remedy }: Cause): readonly string[] {
  const { action, where } = remedy;
  if (rules.length === 0) return where === undefined ? [] : [`  at: ${terminalName(where)}`];
  return [`  do: ${terminalText(action)}${where === undefined ? '' : ` (${terminalName(where)})`}`];
}

function renderBudget({ budget }: Assessment): readonly string[] {
  return budget.length === 0 ? [] : [`budget:  ${budget.map(renderBudgetLine).join(', ')}`];
}

function renderBudgetLine(line: BudgetLine): string {
  const formats = { bytes: formatBytes, ms: formatDuration, processes: String };
  const format = formats[line.unit];
  const used =
    line.name === 'processes' ? `${line.used} left over` : `${line.name} ${format(line.used)} of ${format(line.limit)}`;
  return line.met ? used : `${used} (over)`;
}
