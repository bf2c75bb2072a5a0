import { DISARMINGS } from '../../fixtures/guard/listed/disarmings.ts';
import { LISTED_CASES } from '../../fixtures/guard/listed/cases.ts';

/** The page that prints the listed cases and who finds them. */
export const CASES_PAGE = 'docs/reference/no-mock-cases.md';

const END = '<!-- end of table -->';
const LAYERS = { S: 'scan', R: 'guard', E: 'contact', A: 'attestation' } as const;

/** Puts each table between its marker line and the next end line. */
export function insertCaseTables(document: string): string {
  return [...makeCaseTables()].reduce((text, [name, table]) => {
    const marker = `<!-- table: ${name} -->`;
    const start = text.indexOf(marker) + marker.length;
    const end = text.indexOf(END, start);
    if (start < marker.length || end < 0) throw new Error(`${CASES_PAGE} has no place for the table ${name}`);
    return `${text.slice(0, start)}\n\n${table}\n\n${text.slice(end)}`;
  }, document);
}

/** Name → table. */
export function makeCaseTables(): ReadonlyMap<string, string> {
  return new Map([
    [
      'cases',
      renderTable(
        ['id', 'language', 'by', 'case', 'verdict', 'found by', 'executed in', 'as', 'twin'],
        LISTED_CASES.map((one) => [
          one.id,
          one.language,
          one.mechanism,
          one.what,
          one.verdict,
          one.by.map((layer) => LAYERS[layer]).join(', '),
          `[${one.file.split('/').at(-1) ?? ''}](../../${one.file})`,
          one.names.map(quote).join(', '),
          one.twins.map(quote).join(', '),
        ]),
      ),
    ],
    [
      'disarmings',
      renderTable(
        ['id', 'what the suite does', 'then it is'],
        DISARMINGS.map(({ id, what, becomes }) => [id, what, becomes]),
      ),
    ],
  ]);
}

const quote = (text: string): string => `\`${text}\``;
const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

function renderTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
