import { breakCommands, clipText, showHidden } from '#domain';

// Each pair: what would act at its place inside a line of GitHub's Markdown, and what shows the same without acting. A character that
// is only a character there (the dots, dashes and brackets of ordinary texts) stays as it is: a report has to be readable as text.
const ACTING: readonly (readonly [RegExp, string])[] = [
  // A backslash before punctuation would vanish.
  [/\\(?=[!-/:-@[-`{-~]|$)/gu, String.raw`\\`],
  [/[`*$~]/gu, String.raw`\$&`],
  // An underscore inside a word is never emphasis.
  [/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, String.raw`\_`],
  [/&(?=#?\w+;)/gu, '&amp;'],
  [/<(?=[A-Za-z/!?])/gu, '&lt;'],
  // Links, images, references, footnotes.
  [/\](?=[([:])/gu, String.raw`\]`],
  [/\[(?=\^)/gu, String.raw`\[`],
  // Addresses that become links by themselves.
  [/:(?=\/\/)/gu, String.raw`\:`],
  [/\b(www)\./giu, String.raw`$1\.`],
  // A mention would call a person; only something between the two characters prevents it.
  [/(?<![\w/])@(?=[A-Za-z0-9])/gu, '@<!-- -->'],
  // Hashes at the end of a heading would vanish; two before a bracket would be a workflow command.
  [/#(?=#*$)|(?<=#[\uFE00-\uFE0F]*)#(?=[\uFE00-\uFE0F]*\[)/gu, String.raw`\#`],
];

/** Hostile text as part of one line of Markdown: no markup, link, HTML or mention survives. Never put it at the start of a line. */
export function markdownText(text: string, maxChars = 1000): string {
  let result = clipWords(showHidden(text).replaceAll(/\s+/gu, ' ').trim(), maxChars);
  for (const [pattern, shown] of ACTING) result = result.replaceAll(pattern, shown);
  return result;
}

const LONGEST_TAIL = 30;

// Between two words rather than inside one, where the word is not longer than most are.
function clipWords(text: string, maxChars: number): string {
  const cut = clipText(text, maxChars);
  if (cut === text) return text;
  const end = cut.lastIndexOf(' ');
  return end > 0 && cut.length - end <= LONGEST_TAIL ? `${cut.slice(0, end).replace(/[\s,;:(]+$/u, '')} …` : cut;
}

/** Hostile text as a code span: the fence is longer than any run of backticks inside. */
export function markdownCode(text: string, maxChars = 300): string {
  const line = clipText(breakCommands(showHidden(text).replaceAll(/\s+/gu, ' ').trim()), maxChars);
  if (line === '') return '` `';
  const fence = '`'.repeat(longestRun(line) + 1);
  const pad = line.startsWith('`') || line.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${line}${pad}${fence}`;
}

/** Hostile text as a fenced block, at most `maxChars`, cut with a mark that says so. */
export function markdownBlock(text: string, maxChars = 2000): string {
  const shown = breakCommands(showHidden(text)).trimEnd();
  const more = shown.length - maxChars;
  const kept = more > 0 ? `${clipText(shown, maxChars)}\n[cut: ${more} more characters]` : shown;
  const fence = '`'.repeat(Math.max(3, longestRun(kept) + 1));
  return `${fence}text\n${kept}\n${fence}`;
}

function longestRun(text: string): number {
  let longest = 0;
  for (const [run] of text.matchAll(/`+/gu)) longest = Math.max(longest, run.length);
  return longest;
}
