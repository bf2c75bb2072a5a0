// Controls, zero-width and bidirectional characters, line separators, byte-order mark, lone surrogates.
const HIDDEN =
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u061C\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF\uFFFE\uFFFF\uD800-\uDFFF]/gu;

/** Makes characters visible that a terminal, an editor or a parser would act on; newline and tab stay. */
export function showHidden(text: string): string {
  return text.replaceAll('\r\n', '\n').replace(HIDDEN, (character) => `\\u{${character.charCodeAt(0).toString(16)}}`);
}
