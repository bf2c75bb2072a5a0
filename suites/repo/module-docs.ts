import { MODULES } from './module-table.ts';

/** The lines in `docs/architecture.md` between which the table stands. */
export const TABLE_START = '<!-- module table: printed by npm run generate -->';
export const TABLE_END = '<!-- end of module table -->';

/** The module table as Markdown. */
export function renderModuleTable(): string {
  const rows = MODULES.map((row) => {
    const imports = row.imports.length === 0 ? 'nothing' : row.imports.join(', ');
    return `| ${row.name} | ${row.duty} | ${imports} | ${row.pure === true ? 'yes' : ''} |`;
  });
  return ['| module | duty | may import | pure |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

/** Puts the table between its two marker lines. */
export function insertModuleTable(document: string): string {
  const start = document.indexOf(TABLE_START);
  const end = document.indexOf(TABLE_END);
  if (start < 0 || end < start) throw new Error('docs/architecture.md has lost the marker lines of the module table');
  return `${document.slice(0, start + TABLE_START.length)}\n\n${renderModuleTable()}\n\n${document.slice(end)}`;
}
