import { formatBytes, formatDuration, isGreen } from '#domain';
import type { Assessment, RunState } from '#domain';
import { markdownCode, markdownText } from './escape-markdown.ts';
import { renderTable } from './table.ts';

/** What this run says nothing about: never left to the reader's imagination. */
export function renderNotTested(assessment: Assessment): string {
  const { state } = assessment;
  const skipped = state.suites.flatMap((suite) =>
    (suite.attempts.at(-1)?.tests ?? [])
      .filter((test) => test.outcome === 'skipped')
      .map((test) =>
        `- skipped: ${markdownCode([suite.planned.name, ...test.id.titles].join(' > '))} ${markdownText(test.failure?.message ?? '')}`.trimEnd(),
      ),
  );
  const unseen = state.suites
    .filter((suite) => suite.attempts.length === 0 && !isGreen(suite.outcome))
    .map((suite) =>
      `- ${suite.outcome}: ${markdownCode(suite.planned.name)} ${markdownText(suite.failure?.message ?? '')}`.trimEnd(),
    );
  const lines = [
    `- mocks: ${state.policy.mocks}`,
    `- selection: ${markdownText(state.started.selection)}`,
    ...skipped,
    ...unseen,
    ...state.damage.map((one) => `- journal: ${markdownText(one)}`),
  ];
  return ['## What was not tested', '', ...lines].join('\n');
}

/** The policy in force, as it was observed. */
export function renderPolicy(state: RunState): string {
  const { policy } = state;
  const { limits } = policy;
  const rows = [
    ['isolation', `one process per suite, one world per ${policy.scope === 'suite' ? 'suite' : 'worker'}`],
    ['containment', markdownText(policy.containment)],
    ['mocks', markdownText(policy.mocks)],
    ['workers', `${policy.workers}`],
    ['retries', `${policy.retries}`],
    ['repeats', `${policy.repeatEach}`],
    [
      'limits',
      `output ${formatBytes(limits.maxOutputBytes)}, memory ${formatBytes(limits.maxMemoryBytes)}, ${limits.maxProcesses} processes, grace ${formatDuration(limits.graceMs)}`,
    ],
    ['kept', policy.keep],
    ['seed', markdownCode(state.started.seed)],
  ];
  return ['## Policy in force', '', renderTable(['policy', 'value'], rows)].join('\n');
}

/** Which programs really ran. */
export function renderTools(state: RunState): string {
  const { host } = state.started;
  const tools = state.tools.map((tool) => [
    tool.name,
    markdownText(tool.version),
    tool.source,
    markdownCode(tool.sha256.slice(0, 16)),
  ]);
  const warnings = state.warnings.map((warning) => `- ${markdownText(warning)}`);
  return [
    '## Environment',
    '',
    `${host.platform} ${host.arch}, kernel ${markdownText(host.kernel)}, Node ${markdownText(host.node)}, ${host.cpus} processors, ${formatBytes(host.memoryBytes)} memory.`,
    '',
    ...(tools.length === 0
      ? ['No tool of the provision chain was used.']
      : [renderTable(['tool', 'version', 'source', 'sha256'], tools)]),
    '',
    ...(warnings.length === 0 ? [] : ['Warnings:', '', ...warnings, '']),
    'Full facts: `environment.json`, `events.ndjson`.',
    '',
  ].join('\n');
}
