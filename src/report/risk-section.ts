import { SEVERITIES, count } from '#domain';
import type { Assessment, Severity } from '#domain';
import { markdownCode, markdownText } from './escape-markdown.ts';
import { renderTable } from './table.ts';

const MEANING: Readonly<Record<Severity, string>> = {
  'blocks-harness': 'tests cannot run: what lies behind it is not known',
  'data-loss-or-security': 'data may be lost, or somebody may do what they must not',
  'core-flow': 'a main use of the service fails, or was not shown to work',
  degraded: 'less is met, or less was shown, than is demanded',
  cosmetic: 'hardly anybody is harmed',
};

/** What may go wrong for whoever relies on this decision, and what it holds under. */
export function renderRisk(assessment: Assessment): string {
  return [
    '## Risk, and the conditions under which the decision holds',
    renderRisks(assessment),
    [
      'The decision holds for what was run, as it was run:\n',
      ...listConditions(assessment).map((one) => `- ${one}`),
    ].join('\n'),
  ].join('\n\n');
}

function renderRisks({ causes, setAside }: Assessment): string {
  const counted = causes.filter((cause) => !setAside.has(cause.id));
  const rows = SEVERITIES.flatMap((severity) => {
    const own = counted.filter((cause) => cause.severity === severity);
    if (own.length === 0) return [];
    const effects = own.reduce((sum, cause) => sum + cause.effects.length, 0);
    const flaky = own.filter((cause) => cause.determinism.kind === 'flaky').length;
    return [[severity, MEANING[severity], `${own.length}`, `${effects}`, `${flaky}`]];
  });
  if (rows.length === 0) return 'No cause counts. The risk that remains is in what was not tested, listed below.';
  return renderTable(['severity', 'what it means', 'causes', 'effects', 'flaky'], rows);
}

function listConditions({ state, decision, reasons, confidence, criteria, accepted }: Assessment): readonly string[] {
  const { started } = state;
  const unmeasured = confidence.inputs.filter((input) => input.kind === 'unmeasured');
  const open = criteria.filter((one) => one.kind === 'unmeasured').length;
  const inForce = accepted.filter((line) => line.state === 'in force');
  return [
    ...(decision === 'CONDITIONAL' ? reasons.slice(0, 8).map((reason) => markdownText(reason)) : []),
    `for the selection ${markdownText(started.selection)}, seed ${markdownCode(started.seed)}, and the configuration as it stands in ${markdownCode(`sides/${started.sides.effective}`)}`,
    'for host, tools and policy as told here',
    ...(inForce.length > 0
      ? [`until the first of ${count(inForce.length, 'acceptance')} of known causes expires`]
      : []),
    ...listUnmeasured(unmeasured.length, open),
  ];
}

function listUnmeasured(inputs: number, criteria: number): readonly string[] {
  const parts = [
    ...(inputs > 0 ? [`${count(inputs, 'input')} of the confidence`] : []),
    ...(criteria > 0 ? [count(criteria, 'criterion', 'criteria')] : []),
  ];
  return parts.length === 0 ? [] : [`nothing is said about what could not be measured: ${parts.join(' and ')}`];
}
