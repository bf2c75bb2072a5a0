import { showHidden } from '#domain';

/** Hostile text as one line of plain Markdown: no markup, no link, no HTML, no mention survives. */
export function markdownText(text: string): string {
  return showHidden(text)
    .replaceAll(/\s+/gu, ' ')
    .trim()
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll(/[\\`*_{}[\]()#+!|~>$^=-]/gu, String.raw`\$&`)
    .replaceAll('@', '&#64;')
    .replaceAll('://', '&#58;//');
}

/** Hostile text as a code span: the fence is longer than any run of backticks inside. */
export function markdownCode(text: string): string {
  const line = showHidden(text).replaceAll(/\s+/gu, ' ').trim().replaceAll('|', '\\|');
  const fence = '`'.repeat(longestRun(line) + 1);
  return line === '' ? '` `' : `${fence} ${line} ${fence}`;
}

/** Hostile text as a fenced block, at most `maxChars`, cut with a mark that says so. */
export function markdownBlock(text: string, maxChars = 2000): string {
  const shown = showHidden(text);
  const kept =
    shown.length > maxChars ? `${shown.slice(0, maxChars)}\n[cut: ${shown.length - maxChars} more characters]` : shown;
  const fence = '`'.repeat(Math.max(3, longestRun(kept) + 1));
  return `${fence}text\n${kept}\n${fence}`;
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/gu)].map((match) => match[0].length));
}
