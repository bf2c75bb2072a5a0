import { formatDuration, isGreen } from '#domain';
import type { ChalkInstance } from 'chalk';
import type { Progress, RunningSuite, SuiteLine } from './progress-state.ts';
import { terminalName, terminalText } from './terminal-text.ts';

/** The one line that stays of a suite. */
export function renderSuiteLine(line: SuiteLine, paint: ChalkInstance): string {
  const green = isGreen(line.outcome);
  const sign = green ? paint.green('✓') : paint.red('✗');
  const marks = line.marks.length === 0 ? '' : paint.yellow(` [${line.marks.join(', ')}]`);
  const counts = line.tests === 0 ? '' : `${line.passed}/${line.tests}`;
  const head = `${sign} ${terminalName(line.name)} ${green ? '' : `${paint.red(line.outcome)} `}${counts}${marks} ${paint.dim(formatDuration(line.tookMs))}`;
  return line.text === '' || green ? head : `${head}\n  ${terminalText(line.text)}`;
}

/** The redrawn lines: one per running suite and a foot. */
export function renderLive(progress: Progress, atMs: number, columns: number): readonly string[] {
  const suites = [...progress.running.values()].map((running) => renderRunning(running, atMs));
  const foot = `${progress.done} of ${progress.planned} suites${progress.red > 0 ? `, ${progress.red} not green` : ''}`;
  return [...suites, foot].map((line) => line.slice(0, Math.max(20, columns - 1)));
}

function renderRunning(running: RunningSuite, atMs: number): string {
  const counts = running.announced > 0 ? `${running.ended}/${running.announced}` : running.phase;
  const red = running.red > 0 ? `, ${running.red} red` : '';
  return `… ${terminalName(running.name)} ${counts}${red} ${formatDuration(atMs - running.startedAtMs)}`;
}
