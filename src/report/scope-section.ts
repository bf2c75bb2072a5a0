import { count } from '#domain';
import type { AcceptedLine, Assessment, ExclusionLine, RunState, Selector } from '#domain';
import { markdownCode, markdownText } from './escape-markdown.ts';
import { renderCutTable } from './table.ts';

const ROWS_SHOWN = 50;

/** What the decision is about, and what was taken out of it by declaration: each with its reason and its numbers. */
export function renderScope({ state, totals, outOfScope, accepted }: Assessment): string {
  const { started, suites } = state;
  const components = [...new Set(suites.flatMap((suite) => suite.planned.closure))];
  const world = components.length === 0 ? 'none' : components.map((one) => markdownText(one)).join(', ');
  return [
    '## Scope',
    [
      `Selected: ${markdownText(started.selection)}.`,
      `Planned: ${count(totals.suites, 'suite')} with ${count(totals.tests, 'known test')}.`,
      `Components that they require: ${world}.`,
    ].join(' '),
    ...renderOrigin(state),
    ...(outOfScope.length === 0 ? ['Nothing was declared out of scope.'] : [renderExclusions(outOfScope)]),
    ...(accepted.length === 0 ? ['No cause was accepted beforehand.'] : [renderAccepted(accepted)]),
  ].join('\n\n');
}

function renderOrigin({ started }: RunState): readonly string[] {
  if (started.origin === undefined) return [];
  return [
    '**Weaker evidence:** these results were imported from files that another tool wrote. No process, world, log or exchange of them was observed; each sentence below rests on the word of those files alone.',
  ];
}

function renderExclusions(lines: readonly ExclusionLine[]): string {
  const rows = lines.map(({ exclusion, tests, passed, effects }) => [
    describeSelector(exclusion.select),
    markdownText(exclusion.reason, 300),
    markdownText(exclusion.ref, 100),
    `${tests}`,
    `${passed}`,
    `${effects}`,
  ]);
  const head = ['out of scope', 'reason', 'decided in', 'tests', 'passed', 'not green'];
  return `Declared out of scope; what of it ran is shown here and in the causes, and no gate counts it:\n\n${renderCutTable(head, rows, ROWS_SHOWN)}`;
}

function describeSelector(selector: Selector): string {
  return Object.entries(selector)
    .map(([key, values]: readonly [string, readonly string[]]) => `${key} ${markdownCode(values.join(' or '))}`)
    .join(', ');
}

function renderAccepted(lines: readonly AcceptedLine[]): string {
  const rows = lines.map(({ accepted, state, effects }) => [
    markdownCode(accepted.cause),
    markdownText(accepted.title, 160),
    markdownText(accepted.reason, 300),
    markdownText(accepted.until, 20),
    STATES[state],
    `${effects}`,
  ]);
  const head = ['known cause', 'title when accepted', 'reason', 'until', 'state on the day of this run', 'effects'];
  return `Known causes; those in force are shown and not counted:\n\n${renderCutTable(head, rows, ROWS_SHOWN)}`;
}

const STATES: Readonly<Record<AcceptedLine['state'], string>> = {
  'in force': 'accepted',
  expired: '**expired**: it counts again',
  'not seen': 'not seen in this run',
};
