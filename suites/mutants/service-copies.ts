import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** One text of one file of the service, and what stands there instead. The text stands in the file exactly once. */
export interface Edit {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

export interface Copy {
  readonly name: string;
  readonly edits: readonly Edit[];
}

export const ROOT: string = join(import.meta.dirname, '..', '..', '..');
const SOURCES = join(ROOT, 'fixtures', 'camera-service');
/** Name of the copy in which nothing is wrong. */
export const UNCHANGED = 'unchanged';

/** Writes the given copies of the service and one unchanged into a folder, and compiles them all. */
export function copyServices(folder: string, copies: readonly Copy[]): void {
  copyService(join(folder, UNCHANGED));
  for (const { name, edits } of copies) {
    copyService(join(folder, name));
    for (const edit of edits) {
      const file = join(folder, name, edit.file);
      writeFileSync(file, apply(readFileSync(file, 'utf8'), edit));
    }
  }
  compile(folder);
}

/** The program of a copy, to be started by Node. */
export function mainOf(folder: string, name: string): string {
  return join(folder, 'dist', name, 'main.js');
}

/** Puts one text in the place of another; throws when it does not stand there exactly once. */
export function apply(text: string, { file, from, to }: Edit): string {
  const parts = text.split(from);
  if (parts.length !== 2) throw new Error(`"${from}" stands ${parts.length - 1} times in ${file}, not once`);
  return parts.join(to);
}

function copyService(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const names = readdirSync(SOURCES).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'));
  for (const name of names) writeFileSync(join(folder, name), readFileSync(join(SOURCES, name)));
}

/** With this repository's settings, but for what a line that was taken out leaves unused. */
function compile(folder: string): void {
  const compilerOptions = {
    rootDir: '.',
    outDir: 'dist',
    incremental: false,
    noUnusedLocals: false,
    noUnusedParameters: false,
    typeRoots: [join(ROOT, 'node_modules', '@types')],
    types: ['node'],
    paths: {},
  };
  const settings = { extends: join(ROOT, 'tsconfig.json'), compilerOptions, include: ['*/*.ts'] };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(settings));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  const tsc = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
  const { status, stdout } = spawnSync(process.execPath, [tsc, '-p', folder], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`the copies do not compile:\n${stdout}`);
}
