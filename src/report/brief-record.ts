import { count, formatBytes } from '#domain';
import type { Assessment } from '#domain';
import { linkTo, nameSome } from './appendix.ts';
import { markdownCode, markdownText } from './escape-markdown.ts';
import { describeIsolation, listGaps } from './record-section.ts';

/** The policy in force, in one paragraph. */
export function renderBriefPolicy({ state }: Assessment): string {
  const { policy, started } = state;
  return [
    '## Policy in force',
    `Isolation: ${describeIsolation(state)}; mocks: ${markdownText(policy.mocks)}; ${count(policy.workers, 'worker')}, ${count(policy.retries, 'retry', 'retries')}, ${count(policy.repeatEach, 'repeat')}; seed ${markdownCode(started.seed)}. ${linkTo('run', 'Limits and containment')}.`,
  ].join('\n\n');
}

const WARNINGS_SHOWN = 3;
const WARNING_CHARS = 200;

/** Where it ran, and with which programs. */
export function renderBriefEnvironment({ state }: Assessment): string {
  const { host } = state.started;
  const tools = state.tools.map(({ name, version }) => `${name} ${markdownText(version, 40)}`);
  const warnings = state.warnings.map((warning) => `- ${markdownText(warning, WARNING_CHARS)}`);
  const all = warnings.length === 0 ? '' : `, ${count(warnings.length, 'warning')} in full`;
  return [
    '## Environment',
    `${markdownText(`${host.platform} ${host.arch}, Node ${host.node}`)}, ${host.cpus} processors, ${formatBytes(host.memoryBytes)}; ${nameSome(tools, 8) || 'no tool of the provision chain'}. ${linkTo('run', `Kernel, sums of the programs${all}`)}.`,
    ...(warnings.length === 0 ? [] : [`Warnings:\n\n${warnings.slice(0, WARNINGS_SHOWN).join('\n')}`]),
  ].join('\n\n');
}

const LINES_SHOWN = 6;

/** What this run says nothing about: the first of it, and how much more there is. */
export function renderBriefNotTested(assessment: Assessment): string {
  const gaps = listGaps(assessment, 3);
  const more = gaps.length - LINES_SHOWN;
  return [
    '## What was not tested',
    gaps
      .slice(0, LINES_SHOWN)
      .map((line) => `- ${line}`)
      .join('\n'),
    `${linkTo('run', more > 0 ? `${more} more, and all names` : 'All names')}.`,
  ].join('\n\n');
}
