// Runs inside a child. What the user's own .mocharc, package.json, MOCHA_OPTIONS and `args` say, as mocha itself reads them.

import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { MochaLibrary } from './mocha-library.ts';

export type Settings = Readonly<Record<string, unknown>>;

/** Ours to decide: which files, how results are told, and that one attempt is one process. */
const OURS = [
  'spec',
  '_',
  'reporter',
  'reporter-option',
  'reporterOption',
  'reporterOptions',
  'parallel',
  'jobs',
  'watch',
];
const RC_FILES = [
  '.mocharc.cjs',
  '.mocharc.js',
  '.mocharc.mjs',
  '.mocharc.yaml',
  '.mocharc.yml',
  '.mocharc.jsonc',
  '.mocharc.json',
];

/** Everything but what is ours. Costs nothing where nobody has said anything: mocha's reader loads half of its command line. */
export async function readSettings(
  library: MochaLibrary,
  given: { readonly cwd: string; readonly args: readonly string[]; readonly variable: string | undefined },
): Promise<Settings> {
  const said = given.args.length > 0 || (given.variable ?? '') !== '' || hasRcFile(given.cwd);
  if (!said) return {};
  if (!library.known)
    throw new Error(`settings of mocha ${library.version} cannot be read; 10, 11 and 12 are supported`);
  const { loadOptions } = library.load('cli/options');
  const settings = loadOptions([...given.args]);
  for (const name of OURS) delete settings[name];
  const modules = settings['require'];
  if (!Array.isArray(modules) || modules.length === 0) return settings;
  const { handleRequires } = library.load('cli/run-helpers');
  return { ...settings, ...(await handleRequires(modules.map(String), {})) };
}

/** Looks upwards as mocha does, and into package.json of the working directory's project. */
function hasRcFile(cwd: string): boolean {
  for (let folder = cwd; ; folder = path.dirname(folder)) {
    if (RC_FILES.some((name) => existsSync(path.join(folder, name)))) return true;
    if (folder === path.dirname(folder)) return hasPackageSettings(cwd);
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
