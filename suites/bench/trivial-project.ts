import { join } from 'node:path';
import type { Place } from './place.ts';

/** Names of so many files with one trivial test each, in the dialect of every contender. */
export interface TrivialFiles {
  readonly bare: readonly string[];
  readonly mocha: readonly string[];
  readonly node: readonly string[];
}

/** Writes the files, the configuration with a suite for each, and the configuration that keeps vitest to itself. */
export function writeTrivialFiles(place: Place, count: number): TrivialFiles {
  const numbers = Array.from({ length: count }, (_, index) => index + 1);
  const writeEach = (folder: string, text: string): readonly string[] =>
    numbers.map((number) => place.write(`${folder}-${number}.cjs`, text));
  const files = {
    bare: writeEach('bare', '(() => {})();\n'),
    mocha: writeEach('mocha', "it('passes', () => {});\n"),
    node: writeEach('node', "require('node:test')('passes', () => {});\n"),
  };
  place.configure({
    suites: files.mocha.map((file, index) => ({
      name: `suite-${index + 1}`,
      engine: 'mocha',
      files: [file],
      lane: 'unit',
    })),
  });
  return files;
}

/** One fork for each file, one at a time. Test files share the names of mocha's; vitest offers the same globals. */
export function vitestCommand(program: string, place: Place, pattern: string): readonly string[] {
  const config = place.write(
    'vitest.config.mjs',
    `export default { test: { globals: true, include: ['${pattern}'], pool: 'forks', fileParallelism: false } };\n`,
  );
  return [process.execPath, program, 'run', '--root', place.folder, '--config', join(config)];
}
