import { formatRate } from '#domain';
import type { Assessment, ConfidenceInput, CriterionResult } from '#domain';
import { linkTo, numbersOf } from './appendix.ts';
import { describeInput, renderInputs, signed, worthOf } from './confidence-section.ts';
import { markdownCode, markdownText } from './escape-markdown.ts';
import { percent } from './summary-section.ts';
import { renderCutTable } from './table.ts';

const ROWS_SHOWN = 20;

/** Each criterion with its result and numbers; formulas and what they were read from stand in the appendix. */
export function renderBriefCriteria({ criteria }: Assessment): string {
  const rows = criteria.map((one) => [markdownText(one.name, 120), ...describeResult(one)]);
  return [
    '## Criteria',
    rows.length === 0 ? 'None.' : renderCutTable(['criterion', 'result', 'numbers'], rows, ROWS_SHOWN),
    `${linkTo('criteria', `Formulas and sources of all ${criteria.length}`)}.`,
  ].join('\n\n');
}

const RESULTS = { met: 'met', partly: '**partly**', 'not met': '**not met**' } as const;

function describeResult(one: CriterionResult): readonly string[] {
  if (one.kind === 'unmeasured') return ['not measured', markdownText(one.why, 120)];
  return [RESULTS[one.result], numbersOf(one.formula)];
}

/** Gates that are not met with their numbers; those that are by name. */
export function renderBriefGates({ gates, budget }: Assessment): string {
  const missed = gates.filter((gate) => !gate.met);
  const met = gates.filter((gate) => gate.met).map(({ name }) => markdownText(name, 80));
  const rows = missed.map(({ name, formula }) => [markdownText(name), markdownText(formula, 200)]);
  return [
    '## Gates and budget',
    ...(rows.length === 0 ? [] : [renderCutTable(['gate **not met**', 'numbers'], rows, ROWS_SHOWN)]),
    `${rows.length === 0 ? 'All met' : `Met${met.length === 0 ? ': none' : ''}`}${met.length === 0 ? '' : `: ${met.join(', ')}`}. ${linkTo('criteria', `Numbers of all ${gates.length}`)}.`,
    ...(budget.length === 0 ? ['The budget was not measured: the run ended before it could be.'] : []),
  ].join('\n\n');
}

/** Confidence with its formula, and what lowered it. */
export function renderBriefConfidence({ confidence }: Assessment): string {
  const { value, level, inputs, baseline } = confidence;
  const worths = inputs.map((input) => formatRate(worthOf(input), 2)).join(' + ');
  const lowered = inputs.filter((input) => worthOf(input) < 1);
  return [
    '## Confidence',
    `**${level}**: ${percent(value)}, the mean of ${inputs.length} inputs, (${worths}) / ${inputs.length}; HIGH from 80 %, MEDIUM from 50 %. It says how much of what had to be seen was seen, not how good the service is. ${linkTo('criteria', `All ${inputs.length} inputs`)}.`,
    ...(baseline === undefined
      ? listLowered(lowered)
      : [
          `Before, in run ${markdownCode(baseline.runId)}: ${percent(baseline.value)}. Change: ${signed(value - baseline.value)}.`,
          renderInputs(confidence),
        ]),
  ].join('\n\n');
}

function listLowered(inputs: readonly ConfidenceInput[]): readonly string[] {
  if (inputs.length === 0) return [];
  const low = inputs.filter((input) => input.kind === 'measured');
  const open = inputs.filter((input) => input.kind === 'unmeasured').map(({ name }) => name);
  return [
    [
      'Lowered by:\n',
      ...low.map((input) => `- ${input.name}: ${describeInput(input)}`),
      ...(open.length === 0 ? [] : [`- not measured: ${open.join('; ')}`]),
    ].join('\n'),
  ];
}
