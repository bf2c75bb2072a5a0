import { count, formatRate } from '#domain';
import type { ComparedCause, ComparedRun, Comparison } from '#domain';
import { jsonText } from './escape-json.ts';
import { markdownCode, markdownText } from './escape-markdown.ts';
import { renderTable } from './table.ts';

const LISTED = 100;

/** Two runs side by side, for people. */
export function renderComparison(comparison: Comparison): string {
  const { before, after, causes } = comparison;
  const changes = ['new', 'still', 'fixed', 'not-seen'] as const;
  return `${[
    '# Comparison of two runs',
    renderTable(['', 'before', 'after'], listRows(before, after)),
    '## Causes',
    ...(causes.length === 0 ? ['None in either run.'] : []),
    ...changes.flatMap((change) =>
      renderChange(
        change,
        causes.filter((one) => one.change === change),
      ),
    ),
    '## Tests and suites',
    ...renderList('Newly failing', comparison.newlyFailing),
    ...renderList('Fixed: failed before, passed now', comparison.fixed),
    ...renderList('Still failing', comparison.stillFailing),
    ...renderList('Failed before, not seen now', comparison.notSeen),
    ...renderList('Flaky in one of the runs', comparison.flaky),
  ].join('\n\n')}\n`;
}

function listRows(before: ComparedRun, after: ComparedRun): readonly (readonly string[])[] {
  const row = (name: string, tell: (run: ComparedRun) => string): readonly string[] => [
    name,
    tell(before),
    tell(after),
  ];
  return [
    row('run', (run) => markdownCode(run.runId)),
    row('started', (run) => markdownText(run.startedAt)),
    row('decision', (run) => run.decision),
    row('passed of executed', (run) => `${run.passed} of ${run.executed}`),
    row('tests', (run) => `${run.tests}`),
    row('confidence', (run) => `${formatRate(run.confidence * 100, 0)} %`),
  ];
}

const TITLES: Readonly<Record<ComparedCause['change'], string>> = {
  new: 'New',
  still: 'Still there',
  fixed: 'Fixed: everything that felt it ran again and passed',
  'not-seen': 'Gone, but not everything that felt it ran again and passed',
};

function renderChange(change: ComparedCause['change'], causes: readonly ComparedCause[]): readonly string[] {
  if (causes.length === 0) return [];
  const lines = causes
    .slice(0, LISTED)
    .map(
      ({ cause, effectsBefore, effectsAfter }) =>
        `- ${cause.id} ${cause.heading}: ${markdownText(cause.title, 200)} (effects: ${effectsBefore} before, ${effectsAfter} after)`,
    );
  return [`### ${TITLES[change]} (${causes.length})`, cutList(lines, causes.length)];
}

function renderList(title: string, ids: readonly string[]): readonly string[] {
  if (ids.length === 0) return [`${title}: none.`];
  return [
    `${title}: ${count(ids.length, 'test or suite', 'tests and suites')}.`,
    cutList(
      ids.slice(0, LISTED).map((id) => `- ${markdownCode(id)}`),
      ids.length,
    ),
  ];
}

function cutList(lines: readonly string[], all: number): string {
  return [...lines, ...(all > lines.length ? [`- and ${all - lines.length} more, with \`--json\``] : [])].join('\n');
}

/** The same for programs, `version` 1. */
export function renderComparisonJson(comparison: Comparison): string {
  const { causes, ...rest } = comparison;
  return jsonText({
    version: 1,
    ...rest,
    causes: causes.map(({ change, cause, effectsBefore, effectsAfter }) => ({
      id: cause.id,
      heading: cause.heading,
      title: cause.title,
      change,
      effectsBefore,
      effectsAfter,
    })),
  });
}
