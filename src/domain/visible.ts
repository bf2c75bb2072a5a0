// Controls, what takes no room (zero-width, bidirectional, soft hyphen, tags), line separators, lone surrogates. Variation selectors stay:
// they only choose how the character before them looks.
const HIDDEN =
  /(?!\t|\n|[\uFE00-\uFE0F])[\p{Cc}\p{Default_Ignorable_Code_Point}\p{Cs}\p{Zl}\p{Zp}\uFFF9-\uFFFB\uFFFE\uFFFF]/gu;

const PLAIN = /^[\n\t -~]*$/u;

/** Makes characters visible that a terminal, an editor or a parser would act on; newline and tab stay. */
export function showHidden(text: string): string {
  // Nearly all texts are plain, and a run may hold hundreds of thousands.
  if (PLAIN.test(text)) return text;
  return text
    .replaceAll('\r\n', '\n')
    .replace(HIDDEN, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

/** At most `maxChars` characters, the last an ellipsis where something was cut; never half a surrogate pair. */
export function clipText(text: string, maxChars: number): string {
  if (text.length <= maxChars) return text;
  return `${text.slice(0, Math.max(0, maxChars - 1)).replace(/[\uD800-\uDBFF]$/u, '')}…`;
}

const FOLDED = /^(?:\S+ )*\S*$/u;

/** The whole text on one line, for titles: white space folded, cut at `maxChars`. */
export function oneLine(text: string, maxChars: number): string {
  // Nearly all texts are so already, and a run may hold hundreds of thousands.
  const folded = FOLDED.test(text) ? text : text.replaceAll(/\s+/gu, ' ');
  return clipText(folded.trim(), maxChars);
}

// .NET, in which GitHub's runner is written, overlooks variation selectors when it compares texts.
const COMMAND_MARK = /#(?=[\uFE00-\uFE0F]*#[\uFE00-\uFE0F]*\[)/gu;
const COMMAND_START = /^([\s\uFE00-\uFE0F]*):(?=[\uFE00-\uFE0F]*:)/gmu;

/**
 * Puts a space where GitHub's runner would find a workflow command: it acts on `::name::` at the start of a line, after white space,
 * and on `##[name]` anywhere (actions/runner, src/Runner.Common/ActionCommand.cs). Give it text whose hidden characters are shown.
 */
export function breakCommands(text: string): string {
  return text.replaceAll(COMMAND_MARK, '# ').replaceAll(COMMAND_START, '$1: ');
}
