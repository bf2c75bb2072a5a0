import { OUTCOMES, count, formatRate, listEffects } from '#domain';
import type { Assessment, Cause, SuiteState } from '#domain';
import { markdownCode, markdownText } from './escape-markdown.ts';

const CAUSES_NAMED = 5;
const REASONS_SHOWN = 8;

/** The decision with what carries it, the counts in one sentence, and the few causes to know. */
export function renderSummary(assessment: Assessment): string {
  const { decision, reasons, open } = assessment;
  const [first = ''] = reasons;
  return [
    '## Executive summary',
    reasons.length === 1
      ? `**${decision}**: ${markdownText(first)}.`
      : listSentences(
          `**${decision}**, ${decision === 'CONDITIONAL' ? 'under these conditions' : 'because'}:`,
          reasons,
        ),
    ...(open.length === 0 ? [] : [listSentences('Open besides, once that is mended:', open)]),
    describeCounts(assessment),
    ...renderFirst(assessment),
    describeConfidence(assessment),
    `Run again: ${markdownCode(assessment.rerun)}`,
  ].join('\n\n');
}

function listSentences(head: string, sentences: readonly string[]): string {
  const more = sentences.length - REASONS_SHOWN;
  return [
    `${head}\n`,
    ...sentences.slice(0, REASONS_SHOWN).map((sentence) => `- ${markdownText(sentence)}`),
    ...(more > 0 ? [`- and ${more} more, in \`assessment.json\``] : []),
  ].join('\n');
}

function describeCounts({ totals, state }: Assessment): string {
  const { inScope } = totals;
  const whole = state.suites.filter(isRedAsWhole).length;
  const counts = [
    ...OUTCOMES.filter((outcome) => totals.byOutcome[outcome] > 0).map(
      (outcome) => `${totals.byOutcome[outcome]} ${outcome}`,
    ),
    ...(totals.blockedSuites > 0 ? [`${count(totals.blockedSuites, 'suite')} blocked`] : []),
    ...(whole > 0 ? [`${count(whole, 'suite')} not green as a whole`] : []),
  ];
  const outside = totals.tests - inScope.tests;
  const where = outside > 0 ? ` in scope (${count(outside, 'test')} out of scope)` : '';
  const rate =
    totals.passRate === undefined
      ? `No test${where} was executed.`
      : `Of ${count(inScope.executed, 'executed test')}${where} ${formatRate(totals.passRate * 100, 1)} % passed.`;
  const what = `${count(totals.tests, 'test')} in ${count(totals.suites, 'suite')}`;
  return `${[what, ...(counts.length === 0 ? [] : [counts.join(', ')])].join(': ')}. ${rate}`;
}

// Red although none of its tests is: without a word about it the effects would be more than the tests that are not green.
function isRedAsWhole(suite: SuiteState): boolean {
  return suite.outcome !== 'blocked' && listEffects(suite).some(({ test }) => test === undefined);
}

// In the order of the plan: what is to be mended first is what a reader has to know first.
function renderFirst({ causes, plan }: Assessment): readonly string[] {
  if (plan.steps.length === 0) return [];
  const known = new Map(causes.map((cause) => [cause.id, cause]));
  const first = plan.steps.slice(0, CAUSES_NAMED).flatMap(({ cause }) => known.get(cause) ?? []);
  const more = plan.steps.length - first.length;
  return [
    [
      'To mend, in this order:\n',
      ...first.map(renderOne),
      ...(more > 0 ? [`- and ${count(more, 'more cause')}, below`] : []),
    ].join('\n'),
  ];
}

function renderOne({ id, heading, title, effects, owner }: Cause): string {
  return `- ${heading} ${id}: ${markdownText(title, 110)} (${count(effects.length, 'effect')}; ${owner})`;
}

function describeConfidence({ confidence }: Assessment): string {
  const { level, value, baseline, inputs } = confidence;
  const unmeasured = inputs.filter((input) => input.kind === 'unmeasured').length;
  const open =
    unmeasured > 0
      ? `; ${unmeasured} of its ${inputs.length} inputs ${unmeasured === 1 ? 'was' : 'were'} not measured`
      : '';
  const before =
    baseline === undefined ? '' : `; it was ${percent(baseline.value)} in run ${markdownCode(baseline.runId)}`;
  return `Confidence in this decision: **${level}** (${percent(value)}${open}${before}).`;
}

/** `71 %`, never rounded up. */
export function percent(value: number): string {
  return `${formatRate(value * 100, 0)} %`;
}
