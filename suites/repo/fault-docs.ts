import { SIGNED_FAULTS } from '../faults/faults.ts';

/** The page that prints what a careful person would sign for each fault of the later blind parts. */
export const FAULTS_PAGE = 'docs/reference/judge-faults.md';

const START = '<!-- table: faults -->';
const END = '<!-- end of table -->';

/** Puts the table of faults between its marker lines. */
export function insertFaultTable(document: string): string {
  const start = document.indexOf(START);
  const end = document.indexOf(END, start);
  if (start < 0 || end < 0) throw new Error(`${FAULTS_PAGE} has no place for its table`);
  return `${document.slice(0, start)}${START}\n\n${makeFaultTable()}\n\n${document.slice(end)}`;
}

export function makeFaultTable(): string {
  const rows = SIGNED_FAULTS.map(({ id, service = 'camera', what, expected, signed }) =>
    [id, service, what, expected.join(' and ') || 'no cause', signed?.why ?? '', signed?.cites ?? ''].join(' | '),
  );
  return ['id | service | what is wrong | verdict | because | cited', '--- | --- | --- | --- | --- | ---', ...rows]
    .map((row) => `| ${row} |`)
    .join('\n');
}
