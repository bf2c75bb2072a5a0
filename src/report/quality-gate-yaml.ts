import { REALNESS, breakCommands, clipText, countClaims, showHidden } from '#domain';
import type { Assessment, CriterionResult } from '#domain';

/** The gates and criteria for a pipeline that reads YAML: `quality-gate` with the decision and each result, nothing else. */
export function renderQualityGate({
  state,
  document,
  decision,
  exitCode,
  gates,
  criteria,
  totals,
  realness,
}: Assessment): string {
  const { counted } = totals;
  const claims = countClaims(realness);
  return [
    '# The quality gate of one run, made from its journal; `assessment.md` explains each line.',
    'quality-gate:',
    '  version: 1',
    `  project: ${quote(state.started.project)}`,
    `  run: ${quote(state.started.runId)}`,
    `  date: ${quote(document.date)}`,
    `  decision: ${decision}`,
    `  passed: ${exitCode === 0}`,
    `  counted: { tests: ${counted.tests}, executed: ${counted.executed}, passed: ${counted.passed}, not-green: ${counted.effects} }`,
    `  real: { ${REALNESS.map((claim) => `${claim.replace(' ', '-')}: ${claims[claim]}`).join(', ')} }`,
    ...listOf(
      'gates',
      gates.map(({ name, met, formula }) => [
        `name: ${quote(name)}`,
        `result: ${met ? 'met' : 'not met'}`,
        `formula: ${quote(formula)}`,
      ]),
    ),
    ...listOf('criteria', criteria.map(renderCriterion)),
    '',
  ].join('\n');
}

function renderCriterion(one: CriterionResult): readonly string[] {
  const head = [`name: ${quote(one.name)}`, `group: ${one.group}`];
  if (one.kind === 'unmeasured') return [...head, 'result: not measured', `why: ${quote(one.why)}`];
  return [...head, `result: ${one.result}`, `formula: ${quote(one.formula)}`];
}

function listOf(key: string, items: readonly (readonly string[])[]): readonly string[] {
  if (items.length === 0) return [`  ${key}: []`];
  return [
    `  ${key}:`,
    ...items.flatMap((lines) => lines.map((line, index) => `    ${index === 0 ? '- ' : '  '}${line}`)),
  ];
}

const MAX_CHARS = 2000;

// A JSON string is a YAML one; what would be hidden is made visible first, so that no escape is needed that only one of them knows.
function quote(text: string): string {
  return JSON.stringify(breakCommands(clipText(showHidden(text), MAX_CHARS)));
}
