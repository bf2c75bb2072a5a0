import { formatDuration } from '#domain';
import type { Assessment } from '#domain';
import { markdownCode, markdownText } from './escape-markdown.ts';
import { renderTable } from './table.ts';

/** Which document this is, and about which run. */
export function renderHeader({ state, document, decision }: Assessment): string {
  const { started, ended } = state;
  const told: readonly (readonly [string, string | undefined])[] = [
    ['document', document.id],
    ['date', document.date],
    ['role', document.role],
    ['phase', document.phase],
    ['status', document.status],
  ];
  const rows = [
    ['decision', `**${decision}**`],
    ...told.flatMap(([name, value]) => (value === undefined ? [] : [[name, markdownText(value, 200)]])),
    ['run', markdownCode(started.runId)],
    ['started', markdownText(started.startedAt)],
    [
      'ended',
      ended === undefined ? 'interrupted: its process died' : `${ended.how}, after ${formatDuration(ended.durationMs)}`,
    ],
    ['selection', markdownText(started.selection)],
  ];
  return `# Assessment of ${markdownText(started.project)}\n\n${renderTable(['field', 'value'], rows)}`;
}
