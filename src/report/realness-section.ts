import { REALNESS, count, countClaims, formatBytes, unreachable } from '#domain';
import type { Assessment, EdgeContact, SuiteRealness } from '#domain';
import { markdownCode, markdownText } from './escape-markdown.ts';
import { renderDetails } from './realness-details.ts';
import { renderCanaries, renderMocks, renderScan, renderUnplugged } from './realness-parts.ts';
import { renderCutTable } from './table.ts';

const ROWS_SHOWN = 150;

/** What shows that the tests touched the real thing, and what shows that some did not: people used to judge that by eye. */
export function renderRealness(assessment: Assessment): string {
  const { realness, state } = assessment;
  const asked = realness.filter((one) => one.bound);
  const rows = asked.filter(isTold).flatMap(renderSuite);
  const head = ['suite', 'claim', 'processes', 'edge', 'reached', 'connections', 'sent, received', 'calls', 'seen by'];
  return [
    '## Evidence that these tests are real',
    describeClaims(assessment, asked),
    ...(rows.length === 0 ? [] : [renderCutTable(head, rows, ROWS_SHOWN)]),
    ...renderDetails(asked.filter(isTold)),
    ...renderMocks(realness),
    ...renderCanaries(state),
    ...renderScan(state),
    ...renderUnplugged(state),
  ].join('\n\n');
}

/** Something was seen of it, whatever it says. */
function isTold({ guard, edges, mocks, claim }: SuiteRealness): boolean {
  return guard !== undefined || edges.length > 0 || mocks.length > 0 || claim !== 'not measured';
}

const MEANINGS = {
  real: 'real',
  hollow: 'hollow (passed without the contact it declares)',
  unguarded: 'unguarded (a process of it ran without the guard)',
  mocked: 'mocked (something stood in for a real part)',
  'not measured': 'not measured',
} as const;

/** How many suites may claim what, those by name that are not real. */
export function describeClaims({ state }: Assessment, asked: readonly SuiteRealness[]): string {
  if (state.started.origin !== undefined)
    return 'Not measured: the results were imported, nothing of them was observed.';
  if (asked.length === 0) return 'Nothing to show: it is asked of suites outside lane unit, and none of these ran.';
  if (!asked.some(isTold))
    return `Not measured: in this run neither guard nor contact told anything of ${count(asked.length, 'suite')} outside lane unit.`;
  const counts = countClaims(asked);
  const words = REALNESS.filter((claim) => counts[claim] > 0).map((claim) => {
    const names = asked.filter((one) => one.claim === claim).map(({ suite }) => suite);
    return `${counts[claim]} ${MEANINGS[claim]}${claim === 'real' ? '' : `: ${nameSome(names)}`}`;
  });
  return `Of ${count(asked.length, 'suite')} outside lane unit: ${words.join('; ')}.`;
}

const NAMED = 5;

function nameSome(names: readonly string[]): string {
  const more = names.length - NAMED;
  const shown = names.slice(0, NAMED).map((name) => markdownCode(name));
  return `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function renderSuite(one: SuiteRealness): readonly (readonly string[])[] {
  const { suite, claim, guard, edges } = one;
  const head = [markdownCode(suite), claim, describeGuard(guard)];
  if (edges.length === 0) return [[...head, '', '', '', '', '', '']];
  // The name stands in each row: a table may be cut.
  return edges.map((edge, index) => [...(index === 0 ? head : [markdownCode(suite), '', '']), ...renderEdge(edge)]);
}

function describeGuard(guard: SuiteRealness['guard']): string {
  if (guard === undefined) return 'not told';
  const { state, armed, unguarded } = guard;
  const all = armed.length + unguarded.length;
  switch (state) {
    case 'armed':
    case 'unguarded':
      return `${armed.length} of ${all} guarded`;
    case 'no-guard':
      return all === 0 ? 'no guard for them' : `${armed.length} guarded, no guard for others`;
    case 'not-required':
      return 'not required';
    case 'off':
      return 'guard off';
    default:
      return unreachable(state);
  }
}

function renderEdge(edge: EdgeContact): readonly string[] {
  const { level, declared, heldDown, parts } = edge;
  const of = declared === undefined ? ', none declared' : ` of ${declared}`;
  const held = heldDown === true ? ', held down on purpose' : '';
  const alone = parts > 1 ? `, the strongest of ${parts} tests` : '';
  return [
    markdownCode(edge.edge),
    `${level}${of}${held}${alone}`,
    `${edge.connections}${edge.refused > 0 ? `, ${edge.refused} refused` : ''}`,
    `${formatBytes(edge.bytesSent)}, ${formatBytes(edge.bytesReceived)}`,
    `${edge.calls}`,
    edge.seenBy.map((word) => markdownText(word)).join(', ') || 'nothing',
  ];
}
