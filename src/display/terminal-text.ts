import { showHidden } from '#domain';

/** Hostile text as one line for a terminal and for CI logs: no control character acts, no workflow command starts. */
export function terminalText(text: string, maxChars = 400): string {
  const line = showHidden(text).replaceAll(/\s+/gu, ' ').trim().replaceAll('##[', '## [').replaceAll('::', ': :');
  return line.length > maxChars ? `${line.slice(0, maxChars - 1)}…` : line;
}

/** Like terminalText for a test id or a file name, where `::` is part of the name: it never stands at a line's start. */
export function terminalName(text: string): string {
  return showHidden(text).replaceAll(/\s+/gu, ' ').replaceAll('##[', '## [').replace(/^::/u, ': :');
}
