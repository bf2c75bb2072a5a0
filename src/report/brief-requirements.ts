import { COVERAGE_STATES, count } from '#domain';
import type { Assessment, CoverageRow } from '#domain';
import { linkTo, nameSome } from './appendix.ts';
import { markdownCode, markdownText } from './escape-markdown.ts';
import { renderMeetings } from './meeting-requirements.ts';
import { compareUrgency, splitProved } from './requirement-section.ts';
import { renderTable } from './table.ts';

const ROWS_SHOWN = 5;
const MEETINGS_SHOWN = 3;

/** Requirements by state, and the most urgent of those that this run speaks against. */
export function renderBriefRequirements(assessment: Assessment): string {
  const { coverage } = assessment;
  if (coverage.length === 0) return '## Requirements\n\nNo requirement registry was given, and no test cites one.';
  const states = COVERAGE_STATES.map((state) => [coverage.filter((row) => row.state === state).length, state] as const)
    .filter(([number]) => number > 0)
    .map(([number, state]) => `${number} ${state}`);
  const registered = coverage.filter((row) => row.state !== 'unregistered').length;
  const open = coverage.filter((row) => row.state !== 'verified').toSorted(compareUrgency);
  const touched = open.filter((row) => row.state !== 'uncovered');
  const uncited = open.filter((row) => row.state === 'uncovered');
  return [
    '## Requirements',
    `${registered} in the registry: ${states.join(', ')}.${open.length === 0 ? ' None is open.' : ''}`,
    ...renderTouched(touched),
    ...describeUncited(uncited),
    ...renderMeetings(assessment, MEETINGS_SHOWN),
    `${linkTo('requirements', `Each of the ${open.length} that are open, and ${coverage.length - open.length} verified`)}.`,
  ].join('\n\n');
}

function renderTouched(rows: readonly CoverageRow[]): readonly string[] {
  if (rows.length === 0) return [];
  const cells = rows
    .slice(0, ROWS_SHOWN)
    .map(({ id, state, critical, text, missing }) => [
      markdownCode(id),
      `${state}${critical ? ', critical' : ''}${describeMissing(missing)}`,
      markdownText(text, 80),
    ]);
  const more = rows.length - cells.length;
  return [
    renderTable(['open requirement', 'state', 'text'], cells),
    ...(more > 0 ? [`And ${more} more that are cited and open.`] : []),
  ];
}

// What passed proves less than was asked for: without a word about it nobody understands why it is open.
function describeMissing(missing: readonly string[]): string {
  if (missing.length === 0) return '';
  const names = missing.map((one) => markdownCode(one, 80));
  return `; was to be verified by ${nameSome(names, 2)}, not part of this run`;
}

function describeUncited(rows: readonly CoverageRow[]): readonly string[] {
  if (rows.length === 0) return [];
  const critical = rows.filter((row) => row.critical).length;
  return [`Nothing in this run cites ${count(rows.length, 'requirement')}, ${critical} of them critical.`];
}

const NAMED = 20;

/** What the run gives reason to rely on, by name. */
export function renderBriefProved(assessment: Assessment): string {
  const { green, empty } = splitProved(assessment);
  const verified = assessment.coverage.filter((row) => row.state === 'verified').length;
  const names = green.map(
    ({ planned, attempts }) => `${markdownCode(planned.name)} ${attempts.at(-1)?.tests.length ?? 0}`,
  );
  return [
    '## What was shown to work',
    [
      green.length === 0
        ? 'No suite passed as a whole.'
        : `${count(green.length, 'suite')} passed as a whole (name and tests): ${nameSome(names, NAMED)}.`,
      ...(empty.length === 0 ? [] : [`Passed, and shows nothing: ${nameSome(empty, NAMED)}.`]),
      verified === 0
        ? 'No requirement was verified.'
        : `${linkTo('requirements', `${count(verified, 'requirement')} verified`)}.`,
    ].join(' '),
  ].join('\n\n');
}
