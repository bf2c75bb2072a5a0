import { COVERAGE_STATES, formatDuration, isGreen } from '#domain';
import type { Assessment, CoverageRow, Realness, SuiteState } from '#domain';
import { markdownCode, markdownText } from './escape-markdown.ts';
import { renderMeetings } from './meeting-requirements.ts';
import { renderCutTable } from './table.ts';

const ROWS_SHOWN = 1000;
const TESTS_NAMED = 2;
/** More requirements that nothing cites are named by their ids alone: a run of a few suites leaves most of a registry open. */
const UNCOVERED_IN_FULL = 20;
const IDS_SHOWN = 5000;

/** Requirements by state; only those that are open are listed, the critical ones first. */
export function renderRequirements(assessment: Assessment): string {
  const { coverage } = assessment;
  if (coverage.length === 0) return '## Requirements\n\nNo requirement registry was given, and no test cites one.';
  const counts = COVERAGE_STATES.map((state) => [coverage.filter((row) => row.state === state).length, state] as const)
    .filter(([number]) => number > 0)
    .map(([number, state]) => `${number} ${state}`);
  const registered = coverage.filter((row) => row.state !== 'unregistered').length;
  return [
    '## Requirements',
    `${registered} in the registry: ${counts.join(', ')}.`,
    ...renderOpen(coverage),
    ...renderMeetings(assessment, ROWS_SHOWN),
  ].join('\n\n');
}

function renderOpen(coverage: readonly CoverageRow[]): readonly string[] {
  const open = coverage.filter((row) => row.state !== 'verified').toSorted(compareUrgency);
  if (open.length === 0) return ['None is open.'];
  const uncovered = open.filter((row) => row.state === 'uncovered');
  const isLong = uncovered.length > UNCOVERED_IN_FULL;
  const rows = isLong ? open.filter((row) => row.state !== 'uncovered') : open;
  const head = ['open requirement', 'state', 'critical', 'status', 'text', 'cited by'];
  return [
    ...(rows.length === 0 ? [] : [renderCutTable(head, rows.map(renderRow), ROWS_SHOWN)]),
    ...(isLong
      ? listIds(
          'Critical, and nothing in this run cites them',
          uncovered.filter((row) => row.critical),
        )
      : []),
    ...(isLong
      ? listIds(
          'Not critical, and nothing in this run cites them',
          uncovered.filter((row) => !row.critical),
        )
      : []),
  ];
}

function listIds(label: string, rows: readonly CoverageRow[]): readonly string[] {
  if (rows.length === 0) return [];
  const more = rows.length - IDS_SHOWN;
  const ids = rows.slice(0, IDS_SHOWN).map((row) => markdownCode(row.id));
  return [`${label}: ${ids.join(', ')}${more > 0 ? `, and ${more} more` : ''}.`];
}

/** Critical ones first. */
export function compareUrgency(one: CoverageRow, other: CoverageRow): number {
  const byWeight = Number(other.critical) - Number(one.critical);
  return byWeight === 0 ? COVERAGE_STATES.indexOf(one.state) - COVERAGE_STATES.indexOf(other.state) : byWeight;
}

function renderRow({ id, state, critical, status, text, tests, missing }: CoverageRow): readonly string[] {
  const more = tests.length - TESTS_NAMED;
  const named = tests.slice(0, TESTS_NAMED).map((test) => markdownCode(test));
  return [
    markdownCode(id),
    state,
    critical ? 'yes' : '',
    status,
    markdownText(text, 200),
    [...named, ...(more > 0 ? [`${more} more`] : []), ...missing.map((one) => `absent: ${markdownCode(one)}`)].join(
      ', ',
    ),
  ];
}

const SUITES_SHOWN = 1000;

/** What the run gives reason to rely on: suites that passed as a whole, and requirements that their tests verified. */
export function renderProved(assessment: Assessment): string {
  const { green, empty } = splitProved(assessment);
  const verified = assessment.coverage.filter((row) => row.state === 'verified');
  return [
    '## What was shown to work',
    green.length === 0
      ? 'No suite passed as a whole.'
      : renderCutTable(['suite', 'lane', 'world', 'passed', 'took', 'marks'], green.map(renderGreen), SUITES_SHOWN),
    ...(empty.length === 0 ? [] : [`Passed, and shows nothing: ${empty.slice(0, SUITES_SHOWN).join(', ')}.`]),
    ...(verified.length === 0 ? ['No requirement was verified.'] : listIds('Requirements verified', verified)),
  ].join('\n\n');
}

/** Suites that passed as a whole: those that show something, and by name and claim those that do not. */
export function splitProved({ state, realness }: Assessment): {
  readonly green: readonly SuiteState[];
  readonly empty: readonly string[];
} {
  const claims = new Map(realness.map(({ suite, claim }) => [suite, claim]));
  const passed = state.suites.filter((suite) => suite.outcome === 'passed' && suite.attempts.length > 0);
  const isEmpty = ({ planned }: SuiteState): boolean => isEmptyClaim(claims.get(planned.name));
  return {
    green: passed.filter((suite) => !isEmpty(suite)),
    empty: passed.filter(isEmpty).map(({ planned: { name } }) => `${markdownCode(name)} (${claims.get(name) ?? ''})`),
  };
}

function isEmptyClaim(claim: Realness | undefined): boolean {
  return claim === 'hollow' || claim === 'mocked' || claim === 'unguarded';
}

function renderGreen({ planned, attempts, marks }: SuiteState): readonly string[] {
  const attempt = attempts.at(-1);
  const tests = attempt?.tests ?? [];
  const passed = tests.filter((test) => test.outcome === 'passed').length;
  const skipped = tests.filter((test) => isGreen(test.outcome)).length - passed;
  return [
    markdownCode(planned.name),
    planned.lane,
    planned.closure.map((component) => markdownText(component)).join(', ') || 'none',
    `${passed} of ${tests.length}${skipped > 0 ? `, ${skipped} skipped` : ''}`,
    attempt?.end === undefined ? '' : formatDuration(attempt.end.durationMs),
    marks.join(', '),
  ];
}
