import { breakCommands, clipText, showHidden } from '#domain';

/** Hostile text as part of one line on a terminal and in CI logs: no control character acts, no workflow command starts. */
export function terminalText(text: string, maxChars = 400): string {
  return clipText(breakCommands(showHidden(text).replaceAll(/\s+/gu, ' ').trim()), maxChars);
}

/** The same for a name or a path, which must not be cut where people want to copy it. */
export function terminalName(text: string): string {
  return terminalText(text, 4096);
}

/** A line of a log: the same, with its indentation. */
export function terminalLine(text: string): string {
  const [line = ''] = showHidden(text).replaceAll('\t', '    ').split('\n');
  return breakCommands(line.trimEnd());
}

// From Hangul on upwards most scripts, and all pictures, take two columns; too many counted is harmless, too few spoils the screen.
const WIDE = /[\u1100-\u1DFF\u2E80-\u{10FFFF}]|\p{Emoji_Presentation}/u;

/** The beginning of a line that fits into so many columns: a line that wraps would spoil what is redrawn. */
export function fitColumns(text: string, columns: number): string {
  let used = 0;
  let kept = '';
  for (const character of text) {
    used += WIDE.test(character) ? 2 : 1;
    if (used > columns) return kept;
    kept += character;
  }
  return kept;
}
