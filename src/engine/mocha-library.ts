// Runs inside a child. Finds and loads mocha's library without its command line, which alone costs three bare children.

import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { loadAsCommonJs } from './load-as-commonjs.ts';
import type { MochaClass, MochaFiles } from './mocha-face.ts';
import { withoutColours } from './quiet-load-plugin.ts';
import { seedModule } from './seed-module.ts';

/** Majors whose inner files we know; others are loaded by their public face alone. */
const KNOWN_MAJORS: readonly number[] = [10, 11, 12];

export interface MochaLibrary {
  readonly Mocha: MochaClass;
  readonly version: string;
  readonly known: boolean;
  /** Files of mocha's own; only for known majors. */
  readonly load: <Name extends keyof MochaFiles>(name: Name) => MochaFiles[Name];
}

/** The mocha of the project that the suite belongs to, else ours: a suite must meet the major that it imports. */
export function loadMocha(suiteFile: string): MochaLibrary {
  const home = findMocha(suiteFile) ?? findMocha(import.meta.filename);
  if (home === undefined) throw new Error('mocha is installed neither in the project of the suite nor beside reality');
  const require = createRequire(path.join(home, 'package.json'));
  const version = readVersion(home);
  const major = Number.parseInt(version, 10);
  const known = KNOWN_MAJORS.includes(major);
  if (known) leaveOutReporters(home, require);
  const lib = path.join(home, 'lib', path.sep);
  const load = <Name extends keyof MochaFiles>(name: Name): MochaFiles[Name] => {
    const file = path.join(lib, `${name}${major >= 12 ? '.cjs' : '.js'}`);
    const loaded = withoutColours(require, () => loadAsCommonJs(lib, (): unknown => require(file)));
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the files of known majors have these faces; tests run all three
    return loaded as MochaFiles[Name];
  };
  // The public face of 12 is an ES module around this file, whose reading alone costs as much again.
  return { Mocha: known ? load('mocha') : loadPublicFace(home, require), version, known, load };
}

function loadPublicFace(home: string, require: NodeJS.Require): MochaClass {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a major that we do not know: what it lacks, its first use tells
  const face = require(home) as MochaClass | { readonly default: MochaClass };
  return 'default' in face ? face.default : face;
}

/** Walks up by hand: a package whose `exports` hide package.json cannot be asked, and nothing must be loaded yet. */
function findMocha(from: string): string | undefined {
  for (let folder = path.dirname(from); ; folder = path.dirname(folder)) {
    const home = path.join(folder, 'node_modules', 'mocha');
    if (existsSync(path.join(home, 'package.json'))) return realpathSync(home);
    if (folder === path.dirname(folder)) return undefined;
  }
}

function readVersion(home: string): string {
  const json: unknown = JSON.parse(readFileSync(path.join(home, 'package.json'), 'utf8'));
  return typeof json === 'object' && json !== null && 'version' in json ? String(json.version) : 'unknown';
}

/**
 * Mocha loads all of its reporters, and the diff library with them, before it looks at the one it was given: 40 of 80 ms.
 * Their index is put into the cache as a table that loads the true ones when somebody asks for one.
 */
function leaveOutReporters(home: string, require: NodeJS.Require): void {
  const file = ['index.cjs', 'index.js']
    .map((name) => path.join(home, 'lib', 'reporters', name))
    .find((each) => existsSync(each));
  if (file === undefined || require.cache[file] !== undefined) return;
  const loadOne = (name: string | symbol): unknown => {
    delete require.cache[file];
    const all: unknown = require(file);
    return typeof all === 'object' && all !== null ? Reflect.get(all, name) : undefined;
  };
  // mocha.run() sets these switches of its base class, which only other reporters read.
  const base = { useColors: false, inlineDiffs: false, hideDiff: false };
  const exports: unknown = new Proxy({}, { get: (_, name) => (name === 'Base' ? base : loadOne(name)) });
  seedModule(require, file, exports);
}
