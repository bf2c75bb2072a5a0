import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { ERROR_CODES, EXIT } from '#domain';
import { listFiles, readTable, readText, ROOT } from './repository.ts';

const EXIT_PAGE = 'docs/reference/exit-codes.md';

/** The Markdown without code: what stands there is not a link. */
function readProse(path: string): string {
  return readText(path)
    .replaceAll(/^(```|~~~)[\s\S]*?^\1/gm, '')
    .replaceAll(/`[^`\n]*`/g, '');
}

/** The anchors that a page offers, as GitHub makes them from headings. */
function listAnchors(path: string): ReadonlySet<string> {
  const headings = readText(path).matchAll(/^#{1,6} (.+)$/gm);
  return new Set(
    [...headings].map((match) =>
      (match[1] ?? '')
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
        .trim()
        .replaceAll(' ', '-'),
    ),
  );
}

function describeBroken(page: string, link: string): string | undefined {
  const [file = '', anchor] = link.split('#');
  const target = file === '' ? page : normalize(join(dirname(page), decodeURIComponent(file)));
  if (!existsSync(join(ROOT, target))) return `${page}: ${link} leads to no file`;
  if (anchor === undefined || !target.endsWith('.md') || listAnchors(target).has(anchor)) return undefined;
  return `${page}: ${link} leads to no heading`;
}

function findBrokenLinks(page: string): readonly string[] {
  const links = [...readProse(page).matchAll(/\]\(<?([^)\s>]+)>?(?: "[^"]*")?\)/g)].map((match) => match[1] ?? '');
  return links
    .filter((link) => !/^[a-z][a-z0-9+.-]*:/i.test(link))
    .map((link) => describeBroken(page, link))
    .filter((text) => text !== undefined);
}

describe('documents', () => {
  it('link only to what exists', () => {
    const pages = listFiles().filter((path) => path.endsWith('.md') && !path.startsWith('reports/'));
    assert.deepEqual(
      pages.flatMap((page) => findBrokenLinks(page)),
      [],
    );
  });

  it('print the error table of the code', () => {
    const wanted = Object.entries(ERROR_CODES).map(([code, { exit, sentence }]) => [
      `\`${code}\``,
      `${exit}`,
      sentence,
    ]);
    assert.deepEqual(readTable(readText(EXIT_PAGE), '## Error codes').slice(1), wanted);
  });

  it('explain every exit status of the code', () => {
    const statuses = new Set([...Object.values(EXIT), ...Object.values(ERROR_CODES).map((row) => row.exit)]);
    const printed = readTable(readText(EXIT_PAGE), '# Exit codes')
      .slice(1)
      .map((row) => Number(row[0]));
    assert.deepEqual(
      printed,
      [...statuses].toSorted((one, two) => one - two),
    );
  });
});
