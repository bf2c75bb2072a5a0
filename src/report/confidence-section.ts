import { formatRate } from '#domain';
import type { Assessment, Confidence, ConfidenceInput } from '#domain';
import { markdownCode } from './escape-markdown.ts';
import { percent } from './summary-section.ts';
import { renderTable } from './table.ts';

/** Confidence with its formula, each input, and how each changed since a named run. */
export function renderConfidence({ confidence }: Assessment): string {
  const { value, level, inputs, baseline } = confidence;
  const worths = inputs.map((input) => formatRate(worthOf(input), 3)).join(' + ');
  return [
    '## Confidence',
    `**${level}**, ${percent(value)}: the mean of its inputs, (${worths}) / ${inputs.length} = ${formatRate(value, 3)}. HIGH from 80 %, MEDIUM from 50 %. It says how much of what had to be seen was seen, and how surely; not how good the service is. An input that was not measured adds nothing.`,
    renderInputs(confidence),
    ...(baseline === undefined
      ? []
      : [
          `Before, in run ${markdownCode(baseline.runId)}: ${percent(baseline.value)}. Change: ${signed(value - baseline.value)}.`,
        ]),
  ].join('\n\n');
}

/** One row for each input, with its change where there is a baseline. */
export function renderInputs({ inputs, baseline }: Confidence): string {
  const before = new Map(baseline?.inputs.map((input) => [input.name, input]));
  const head = ['input', 'numbers', 'adds', ...(baseline === undefined ? [] : ['before', 'change'])];
  const rows = inputs.map((input) => {
    const own = [input.name, describeInput(input), formatRate(worthOf(input), 3)];
    if (baseline === undefined) return own;
    const earlier = before.get(input.name);
    if (earlier === undefined) return [...own, '', ''];
    return [...own, describeInput(earlier), signed(worthOf(input) - worthOf(earlier))];
  });
  return renderTable(head, rows);
}

/** The numbers of an input, or why there are none. */
export function describeInput(input: ConfidenceInput): string {
  return input.kind === 'measured' ? `${input.part} / ${input.of}` : `not measured: ${input.why}`;
}

/** What an input adds to the sum: 0..1. */
export function worthOf(input: ConfidenceInput): number {
  return input.kind === 'measured' ? input.part / input.of : 0;
}

/** `+7 points` of a hundred. */
export function signed(change: number): string {
  const points = Math.round(change * 100);
  return `${points > 0 ? '+' : ''}${points} points`;
}
