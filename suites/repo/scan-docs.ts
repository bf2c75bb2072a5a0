import { SCRIPT_RULES } from '#guard';

/** The page that prints what the scan looks for. */
export const SCAN_PAGE = 'docs/reference/scan.md';

const START = '<!-- table: scripts -->';
const END = '<!-- end of table -->';

/** Puts the table of rules between its marker lines. */
export function insertScanTable(document: string): string {
  const start = document.indexOf(START);
  const end = document.indexOf(END, start);
  if (start < 0 || end < 0) throw new Error(`${SCAN_PAGE} has no place for its table`);
  const rows = SCRIPT_RULES.map(({ id, sentence, mend }) => `| \`${id}\` | ${sentence} | ${mend} |`);
  const table = ['| rule | finds | instead |', '| --- | --- | --- |', ...rows].join('\n');
  return `${document.slice(0, start)}${START}\n\n${table}\n\n${document.slice(end)}`;
}
