const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** A Markdown table. Cells are already escaped. */
export function renderTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
