const line = (cells: readonly string[]): string => `| ${cells.map(escapeCell).join(' | ')} |`;

// A pipe ends a cell, even inside a code span, unless an odd number of backslashes stands before it.
function escapeCell(cell: string): string {
  return cell.replaceAll(/(\\*)\|/gu, (_, before: string) => `${before}${before.length % 2 === 0 ? '' : '\\'}\\|`);
}

/** A Markdown table. Cells are already escaped as Markdown; pipes are dealt with here. */
export function renderTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** A table of at most so many rows, and a line that says how many more there are and where. */
export function renderCutTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  maxRows: number,
  place = '`assessment.json`',
): string {
  const more = rows.length - maxRows;
  const table = renderTable(head, rows.slice(0, maxRows));
  return more > 0 ? `${table}\n\nAnd ${more} more, in ${place}.` : table;
}
