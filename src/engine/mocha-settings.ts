// Runs inside a child. What the user's own .mocharc, package.json, MOCHA_OPTIONS and `args` say, as mocha itself reads them.

import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { MochaLibrary } from './mocha-library.ts';

export type Settings = Readonly<Record<string, unknown>>;

/**
 * Ours to decide: which files, how results are told, that one attempt is one process, and that nothing passes without having run.
 * What only mocha's command line reads is left out too.
 */
const OURS: ReadonlySet<string> = new Set([
  '_',
  'config',
  'dry-run',
  'extension',
  'fail-zero',
  'ignore',
  'jobs',
  'package',
  'parallel',
  'recursive',
  'reporter',
  'reporter-option',
  'reporter-options',
  'sort',
  'spec',
  'watch',
  'watch-files',
  'watch-ignore',
]);
const RC_FILES = [
  '.mocharc.cjs',
  '.mocharc.js',
  '.mocharc.mjs',
  '.mocharc.yaml',
  '.mocharc.yml',
  '.mocharc.jsonc',
  '.mocharc.json',
];

export interface SettingsInput {
  readonly cwd: string;
  /** From the suite's own `args`. */
  readonly args: readonly string[];
  /** MOCHA_OPTIONS. */
  readonly variable: string | undefined;
}

/** Everything but what is ours. Costs nothing where nobody has said anything: mocha's reader loads half of its command line. */
export function readSettings(library: MochaLibrary, given: SettingsInput): Settings {
  const said = given.args.length > 0 || (given.variable ?? '') !== '' || hasRcFile(given.cwd);
  if (!said) return {};
  if (!library.known)
    throw new Error(`settings of mocha ${library.version} cannot be read; 10, 11 and 12 are supported`);
  const { loadOptions } = library.load('cli/options');
  const read = Object.entries(loadOptions([...given.args])).filter(([name]) => !OURS.has(name));
  const settings = Object.fromEntries(
    read.flatMap(([name, value]) => [
      [name, value],
      [camelCase(name), value],
    ]),
  );
  if (!saysTimeout(library, given)) delete settings['timeout'];
  return settings;
}

/** Loads what `require` names: compilers, and root hooks as modules export them. */
export async function loadRequired(library: MochaLibrary, settings: Settings): Promise<Settings> {
  const modules = settings['require'];
  if (!Array.isArray(modules) || modules.length === 0) return {};
  const { handleRequires } = library.load('cli/run-helpers');
  return { ...(await handleRequires(modules.map(String), {})) };
}

/** Flags for Node that stand among mocha's settings: mocha's command line starts a second process for them, and so do we. */
export function findNodeFlags(library: MochaLibrary, settings: Settings): readonly string[] {
  const named = settings['node-option'];
  if (Array.isArray(named)) return named.map((option) => `--${String(option)}`);
  if (Object.keys(settings).length === 0) return [];
  const { isNodeFlag } = library.load('cli/node-flags');
  const flags = Object.entries(settings).filter(([name, value]) => value !== false && isNodeFlag(name));
  return flags.flatMap(([name, value]) => {
    const flag = `--${name.replace(/^v8-/u, '')}`;
    return (Array.isArray(value) ? value : [value]).map((one) => (one === true ? flag : `${flag}=${String(one)}`));
  });
}

function camelCase(name: string): string {
  return name.replaceAll(/-([a-z])/gu, (_, letter: string) => letter.toUpperCase());
}

/** Mocha's reader fills in its default of 2000 ms, which must not pass for a wish of the user. */
function saysTimeout(library: MochaLibrary, { args, variable }: SettingsInput): boolean {
  if (/(?:^|\s)(?:-t|--timeouts?)\b/u.test([...args, variable ?? ''].join(' '))) return true;
  const { loadRc, loadPkgRc } = library.load('cli/options');
  return ['t', 'timeout', 'timeouts'].some((name) => name in { ...loadPkgRc({}), ...loadRc({}) });
}

/** True where the user's own settings load something before the suite, which may well be a compiler. */
export function namesLoader(cwd: string): boolean {
  const file = findRcFile(cwd);
  return file !== undefined && /require|import|loader|node-option/u.test(readFileSync(file, 'utf8'));
}

/** Looks upwards as mocha does, and into package.json of the working directory's project. */
function hasRcFile(cwd: string): boolean {
  return findRcFile(cwd) !== undefined || hasPackageSettings(cwd);
}

function findRcFile(cwd: string): string | undefined {
  for (let folder = cwd; ; folder = path.dirname(folder)) {
    const name = RC_FILES.find((each) => existsSync(path.join(folder, each)));
    if (name !== undefined) return path.join(folder, name);
    if (folder === path.dirname(folder)) return undefined;
  }
}

function hasPackageSettings(cwd: string): boolean {
  for (let folder = cwd; ; folder = path.dirname(folder)) {
    const file = path.join(folder, 'package.json');
    // A cheap look at the text: mocha's reader decides what it means.
    if (existsSync(file)) return readFileSync(file, 'utf8').includes('"mocha"');
    if (folder === path.dirname(folder)) return false;
  }
}
