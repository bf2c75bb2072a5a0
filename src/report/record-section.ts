import { count, formatBytes, formatDuration, isGreen, storedRunWord } from '#domain';
import type { Assessment, RunState } from '#domain';
import { APPENDICES, linkTo } from './appendix.ts';
import { markdownCode, markdownText } from './escape-markdown.ts';
import { renderTable } from './table.ts';
import { listUnattested } from './unattested.ts';

const LINES_SHOWN = 100;
const NAMED = 40;

/** What this run says nothing about: never left to the reader's imagination. */
export function renderNotTested(assessment: Assessment): string {
  const lines = listGaps(assessment, NAMED);
  const more = lines.length - LINES_SHOWN;
  return [
    '## What was not tested',
    [
      ...lines.slice(0, LINES_SHOWN).map((line) => `- ${line}`),
      ...(more > 0 ? [`- and ${more} more, in \`assessment.json\``] : []),
    ].join('\n'),
  ].join('\n\n');
}

/** Each a sentence; of a list inside one so many names. */
export function listGaps({ state, coverage, unselected, realness }: Assessment, named: number): readonly string[] {
  const uncovered = coverage.filter((row) => row.state === 'uncovered').length;
  return [
    ...listUnattested(state, realness),
    ...(state.started.selection === 'all suites'
      ? []
      : [`everything outside the selection: ${markdownText(state.started.selection)}`]),
    ...listUnselected(unselected, named),
    ...(uncovered > 0
      ? [`${count(uncovered, 'requirement')} that nothing cites: ${linkTo('requirements', 'listed')}`]
      : []),
    ...listDegraded(state),
    ...listUnseenSuites(state),
    ...listSkipped(state),
    ...state.damage.map((one) => `what was kept of this run is not whole: ${markdownText(one)}`),
  ];
}

function listUnselected(names: readonly string[], named: number): readonly string[] {
  if (names.length === 0) return [];
  const more = names.length - named;
  const shown = names.slice(0, named).map((name) => markdownCode(name));
  return [`${count(names.length, 'suite')} not selected: ${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`];
}

function listDegraded({ suites, incidents }: RunState): readonly string[] {
  return suites
    .filter(({ marks }) => marks.includes('degraded'))
    .map(({ planned, attempts }) => {
      const worlds = new Set(
        attempts.flatMap(({ world, tests }) => [world, ...tests.map((test) => test.process?.world)]),
      );
      const lost = incidents.filter(
        ({ incident }) => worlds.has(incident.world) && isOf(planned.uses, incident.component),
      );
      const names = [...new Set(lost.map(({ incident }) => incident.component ?? ''))].map((name) =>
        markdownCode(name),
      );
      return `${markdownCode(planned.name)} together with ${names.join(', ') || 'what it uses'}: it ran without, and verifies no requirement`;
    });
}

function isOf(names: readonly string[] = [], name: string | undefined): boolean {
  return name !== undefined && names.includes(name);
}

function listUnseenSuites({ suites }: RunState): readonly string[] {
  return suites
    .filter((suite) => suite.attempts.length === 0 && !isGreen(suite.outcome))
    .map(({ planned, outcome, failure }) => describeUnseen(planned.name, outcome, failure?.message));
}

function listSkipped({ suites }: RunState): readonly string[] {
  return suites.flatMap((suite) =>
    (suite.attempts.at(-1)?.tests ?? [])
      .filter((test) => test.outcome === 'skipped')
      .map((test) =>
        describeUnseen([suite.planned.name, ...test.id.titles].join(' > '), 'skipped', test.failure?.message),
      ),
  );
}

function describeUnseen(name: string, outcome: string, message = ''): string {
  return `${markdownCode(name)} ${outcome}: ${markdownText(message, 140) || 'no reason was told'}`;
}

/** The policy in force, as it was observed. */
export function renderPolicy({ state }: Assessment): string {
  const { policy, started } = state;
  const { limits } = policy;
  const rows = [
    ['isolation', describeIsolation(state)],
    ['containment', markdownText(policy.containment)],
    ['mocks', markdownText(policy.mocks)],
    ['workers', `${policy.workers}`],
    ['retries', `${policy.retries}`],
    ['repeats', `${policy.repeatEach}`],
    [
      'limits of a suite',
      `output ${formatBytes(limits.maxOutputBytes)}, memory ${formatBytes(limits.maxMemoryBytes)}, ${limits.maxProcesses} processes, grace ${formatDuration(limits.graceMs)}`,
    ],
    ['worlds and logs kept', policy.keep],
    ['seed', markdownCode(started.seed)],
    ['command', markdownCode(['reality', ...started.argv].join(' '))],
  ];
  return `## Policy in force\n\n${renderTable(['policy', 'value'], rows)}`;
}

/** `one process per suite, one world per suite`. */
export function describeIsolation({ policy, suites, started }: RunState): string {
  if (started.origin !== undefined) return 'not known: the results were imported';
  const alone = suites.filter(({ planned }) => planned.alone !== undefined).length;
  const process = alone === 0 ? 'suite' : `suite, in ${count(alone, 'suite')} per test`;
  return `one process per ${process}, one world per ${policy.scope === 'suite' ? 'suite' : 'worker'}`;
}

/** Which programs really ran, and where. */
export function renderEnvironment({ state }: Assessment): string {
  const { host } = state.started;
  const tools = state.tools.map((tool) => [
    tool.name,
    markdownText(tool.version),
    tool.source,
    markdownCode(tool.sha256.slice(0, 16)),
  ]);
  const warnings = state.warnings.slice(0, LINES_SHOWN).map((warning) => `- ${markdownText(warning, 400)}`);
  const place = `${host.platform} ${host.arch}, kernel ${host.kernel}, Node ${host.node}`;
  return [
    '## Environment',
    `Host: ${markdownText(place)}, ${host.cpus} processors, ${formatBytes(host.memoryBytes)} memory.`,
    tools.length === 0
      ? 'No tool of the provision chain was used.'
      : renderTable(['tool', 'version', 'source', 'sha256 begins'], tools),
    ...(warnings.length === 0 ? [] : [`Warnings:\n\n${warnings.join('\n')}`]),
  ].join('\n\n');
}

/** What this document was made from: it can be made again, and held against its source. */
export function renderDocumentControl({ state, given }: Assessment): string {
  const { journal, started } = state;
  const lost = journal.lastSeq - journal.records;
  const rows = [
    [
      'made from',
      '`events.ndjson` (record N is its line N) and `sides/` of this folder; all dates are those of the run',
    ],
    ['records', `${journal.records}${lost > 0 ? ` (${lost} of ${journal.lastSeq} cannot be read)` : ''}`],
    ['sha256 of the journal', journal.sha256 === undefined ? 'not taken' : markdownCode(journal.sha256)],
    ['run by', `reality ${markdownText(started.version)}, journal schema ${started.schema}`],
    ...(given.length === 0 ? [] : [['given to it besides', markdownCode(given.join(' '), 2000)]]),
    ['make it again', markdownCode(['reality assess', storedRunWord(started), ...given].join(' '), 2000)],
    [
      'beside it',
      `${Object.values(APPENDICES)
        .map((file) => `[${file}](${file})`)
        .join(
          ', ',
        )}, one file per heading, \`assessment.json\`, \`quality-gate.yaml\`, \`junit.xml\`, \`environment.json\`, \`logs/\`, \`kept/\``,
    ],
  ];
  return `## Document control\n\n${renderTable(['field', 'value'], rows)}`;
}
