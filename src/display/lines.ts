import { formatDuration, isGreen } from '#domain';
import type { ChalkInstance } from 'chalk';
import type { Progress, RunningSuite, SuiteLine } from './progress-state.ts';
import { fitColumns, terminalName, terminalText } from './terminal-text.ts';

/** The one line that stays of a suite, and under it why it is not green. */
export function renderSuiteLine(line: SuiteLine, paint: ChalkInstance): string {
  const { name, outcome, marks, tookMs, text } = line;
  const parts = [
    renderSign(line, paint),
    terminalName(name),
    ...(outcome === 'passed' ? [] : [isGreen(outcome) ? outcome : paint.red(outcome)]),
    ...renderCounts(line),
    ...(marks.length === 0 ? [] : [paint.yellow(`[${marks.join(', ')}]`)]),
    ...(tookMs === undefined ? [] : [paint.dim(formatDuration(tookMs))]),
  ];
  const shown = isGreen(outcome) ? '' : terminalText(text, 240);
  return shown === '' ? parts.join(' ') : `${parts.join(' ')}\n    ${shown}`;
}

function renderSign({ outcome }: SuiteLine, paint: ChalkInstance): string {
  if (outcome === 'passed') return paint.green('✓');
  return isGreen(outcome) ? '-' : paint.red('✗');
}

function renderCounts({ tests, passed, skipped }: SuiteLine): readonly string[] {
  if (tests === 0) return [];
  return [`${passed}/${tests}${skipped > 0 ? ` (${skipped} skipped)` : ''}`];
}

/** More running suites than this are counted instead of shown: what is redrawn has to fit on any screen. */
const RUNNING_SHOWN = 10;

/** The redrawn lines: one per running suite and a foot. */
export function renderLive(progress: Progress, atMs: number, columns: number): readonly string[] {
  const running = [...progress.running.values()];
  const more = running.length - RUNNING_SHOWN;
  const foot = `${progress.done} of ${progress.planned} suites${progress.red > 0 ? `, ${progress.red} not green` : ''}`;
  return [
    ...running.slice(0, RUNNING_SHOWN).map((one) => renderRunning(one, atMs)),
    ...(more > 0 ? [`… and ${more} more`] : []),
    foot,
  ].map((line) => fitColumns(line, Math.max(20, columns - 1)));
}

function renderRunning(running: RunningSuite, atMs: number): string {
  const counts = running.announced > 0 ? `${running.ended}/${running.announced}` : terminalText(running.phase, 60);
  const red = running.red > 0 ? `, ${running.red} red` : '';
  return `… ${terminalText(running.name, 80)} ${counts}${red} ${formatDuration(Math.max(0, atMs - running.startedAtMs))}`;
}
