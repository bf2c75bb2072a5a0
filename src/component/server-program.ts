import { accessSync, constants, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Environment } from '#domain';

/** A program of the machine that a kind starts. Set-up never installs it: the sentence says how a person does. */
export interface ServerProgram {
  readonly name: string;
  /** As messages say it: `PostgreSQL server 16`. */
  readonly title: string;
  /** Looked at before PATH; a `*` stands for the name of one folder, of which the highest version is taken. */
  readonly folders: readonly string[];
  /** PATH would give one of another version. */
  readonly onlyFolders?: boolean;
  /** The command that installs it on this kind of machine. */
  readonly install: string;
}

/** Where it is; undefined when it is not installed. */
export function findServerProgram(program: ServerProgram, environment: Environment): string | undefined {
  const path = (environment.env['PATH'] ?? '/usr/local/bin:/usr/bin:/bin').split(delimiter);
  const everywhere = program.onlyFolders === true ? [] : [...path, '/usr/sbin', '/usr/local/sbin'];
  return [...program.folders.flatMap(expandFolder), ...everywhere]
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, program.name))
    .find(isExecutable);
}

/** The sentence for a person whose machine lacks it. */
export function describeMissingProgram({ title, name, install }: ServerProgram): string {
  return `not installed: ${title} (${name}); install it by: ${install}`;
}

function expandFolder(folder: string): readonly string[] {
  const [before = '', after] = folder.split('*');
  if (after === undefined) return [folder];
  return listFolders(before)
    .toSorted((a, b) => b.localeCompare(a, 'en', { numeric: true }))
    .map((name) => `${before}${name}${after}`);
}

function listFolders(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
