import { showHidden } from '#domain';

/**
 * Hostile text as one line for a terminal and for CI logs: no control character acts, and no workflow command starts, for these
 * begin with `::` at a line's start or hold `##[` anywhere.
 */
export function terminalName(text: string): string {
  return showHidden(text).replaceAll(/\s+/gu, ' ').trim().replaceAll('##[', '## [').replace(/^::/u, ': :');
}

/** The same, cut to a length that a person reads. */
export function terminalText(text: string, maxChars = 400): string {
  const line = terminalName(text);
  return line.length > maxChars ? `${line.slice(0, maxChars - 1)}…` : line;
}
