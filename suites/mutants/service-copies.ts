import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Mutant } from './mutants.ts';

export const ROOT: string = join(import.meta.dirname, '..', '..', '..');
const SOURCES = join(ROOT, 'fixtures', 'camera-service');
/** Name of the copy in which nothing is wrong. */
export const UNCHANGED = 'unchanged';

/** Writes one copy of the service for each mutant and one unchanged into a folder, and compiles them all. */
export function copyServices(folder: string, mutants: readonly Mutant[]): void {
  copyService(join(folder, UNCHANGED));
  for (const mutant of mutants) {
    copyService(join(folder, mutant.name));
    const file = join(folder, mutant.name, mutant.file);
    writeFileSync(file, mutate(readFileSync(file, 'utf8'), mutant));
  }
  compile(folder);
}

/** The program of a copy, to be started by Node. */
export function mainOf(folder: string, name: string): string {
  return join(folder, 'dist', name, 'main.js');
}

function mutate(text: string, { name, file, from, to }: Mutant): string {
  const parts = text.split(from);
  if (parts.length !== 2) throw new Error(`${name}: its text stands ${parts.length - 1} times in ${file}, not once`);
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
