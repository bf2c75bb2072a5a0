import type { Measured, Row } from './row.ts';

/** The lines in `docs/reference/performance.md` between which the figures stand. */
export const FIGURES_START = '<!-- figures: written by npm run bench -->';
export const FIGURES_END = '<!-- end of figures -->';

export interface Figures {
  readonly rows: readonly Row[];
  /** By the name of the row; a row that was not measured now keeps the line it had. */
  readonly measured: ReadonlyMap<string, Measured & { readonly on: string }>;
}

/** Puts the figures between their two marker lines. */
export function insertFigures(document: string, figures: Figures): string {
  const [start, end] = [document.indexOf(FIGURES_START), document.indexOf(FIGURES_END)];
  if (start < 0 || end < start)
    throw new Error('docs/reference/performance.md has lost the marker lines of the figures');
  const before = readLines(document.slice(start, end));
  const lines = figures.rows.map((row) => renderLine(row, figures) ?? before.get(row.name) ?? renderMissing(row));
  const table = ['| row | what | target | measured | | on |', '| --- | --- | --- | --- | --- | --- |', ...lines];
  const how = figures.rows.map((row) => `- \`${row.name}\`: ${row.how}.`);
  const body = [...table, '', 'How each is measured:', '', ...how].join('\n');
  return `${document.slice(0, start + FIGURES_START.length)}\n\n${body}\n\n${document.slice(end)}`;
}

function renderLine(row: Row, { measured }: Figures): string | undefined {
  const found = measured.get(row.name);
  if (found === undefined) return undefined;
  const { value, met, on } = found;
  return renderCells([`\`${row.name}\``, row.what, row.target, value, describeVerdict(met), on]);
}

/** Met or missed, as people are told. */
export function describeVerdict(met: boolean | undefined): string {
  if (met === undefined) return 'not measured';
  return met ? 'met' : '**missed**';
}

function renderMissing(row: Row): string {
  return renderCells([`\`${row.name}\``, row.what, row.target, '', 'not measured', '']);
}

function renderCells(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
}

/** Lines of an earlier measurement, by the name of the row. */
function readLines(text: string): ReadonlyMap<string, string> {
  const lines = text.split('\n').map((line) => [/^\| `([a-z-]+)` +\|/u.exec(line)?.[1], line] as const);
  return new Map(lines.flatMap(([name, line]) => (name === undefined ? [] : [[name, line] as const])));
}
