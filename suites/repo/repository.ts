import { parseSync } from 'oxc-parser';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Root of the clone; tests run from `dist/suites/repo`. */
export const ROOT: string = join(import.meta.dirname, '..', '..', '..');

/** A file of the repository as text, by its path from the root. */
export function readText(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

function git(...args: readonly string[]): readonly string[] {
  return execFileSync('git', ['-C', ROOT, ...args], { encoding: 'utf8' })
    .split('\0')
    .filter(Boolean);
}

/** Every file that git tracks or would track (new and not ignored), without deleted ones. */
export function listFiles(): readonly string[] {
  const deleted = new Set(git('ls-files', '-z', '--deleted'));
  return git('ls-files', '-z', '--cached', '--others', '--exclude-standard').filter((path) => !deleted.has(path));
}

/** The sources of one folder. */
export function listSources(folder: string): readonly string[] {
  return listFiles().filter((path) => path.startsWith(`${folder}/`) && path.endsWith('.ts'));
}

/** What a file imports, statically, dynamically or as a type. Read by a parser: imports quoted inside a text do not count. */
export function listImports(source: string): readonly string[] {
  const { staticImports, staticExports, dynamicImports } = parseSync('source.ts', source).module;
  const requests = [
    ...staticImports.map(({ moduleRequest }) => moduleRequest.value),
    ...staticExports.flatMap(({ entries }) => entries.flatMap(({ moduleRequest }) => moduleRequest?.value ?? [])),
  ];
  const texts = dynamicImports.map(({ moduleRequest }) => source.slice(moduleRequest.start, moduleRequest.end));
  return [...requests, ...texts.filter((text) => /^'.*'$/u.test(text)).map((text) => text.slice(1, -1))];
}

/** The cells of the first Markdown table after a marker line, without padding. */
export function readTable(markdown: string, marker: string): readonly (readonly string[])[] {
  const from = markdown.indexOf(marker);
  if (from < 0) return [];
  const lines = markdown.slice(from + marker.length).split('\n');
  const start = lines.findIndex((line) => line.startsWith('|'));
  const end = lines.findIndex((line, index) => index > start && !line.startsWith('|'));
  const rows = lines.slice(start, end < 0 ? undefined : end).map((line) =>
    line
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
  return rows.filter((_, index) => index !== 1);
}
