/** One line of a component's log, stamped by us when it came. */
export interface LogLine {
  /** In the file, from 1. */
  readonly line: number;
  /** Since the process began; a restart begins anew. */
  readonly elapsedMs: number;
  readonly text: string;
}

// `   12.345 out | text`, as the capture of child processes writes it; `+` instead of the bar where a long line goes on.
const STAMPED = /^\s*(\d+\.\d{3}) (?:out|err) [|+] (.*)$/u;

/** The lines of a log file that carry a time; others (what was left out) are passed over. The text begins in line `first` of the file. */
export function readLogLines(text: string, first = 1): readonly LogLine[] {
  const found: LogLine[] = [];
  text.split('\n').forEach((source, index) => {
    const match = STAMPED.exec(source);
    if (match === null) return;
    found.push({ line: index + first, elapsedMs: Number(match[1]) * 1000, text: match[2] ?? '' });
  });
  return found;
}

const VARYING: readonly (readonly [RegExp, string])[] = [
  // oxlint-disable-next-line no-control-regex -- terminal colours are what is removed
  [/\u001B\[[0-9;]*[A-Za-z]/gu, ''],
  // Folders of worlds have a name of their own each time.
  [/\/reality-\d+-[\w-]+/gu, '/<world>'],
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/giu, '<id>'],
  [/\b0x[0-9a-f]+\b/giu, '<n>'],
  [/\b(?=\w*\d)[0-9a-f]{6,}\b/giu, '<n>'],
  [/\d+/gu, '<n>'],
  [/\s+/gu, ' '],
];

/** A line without what differs each time: numbers, ids, colours. Two lines that say the same have the same text then. */
export function normaliseLine(text: string): string {
  let result = text;
  for (const [pattern, word] of VARYING) result = result.replace(pattern, word);
  return result.trim();
}
