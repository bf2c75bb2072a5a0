import type { GuardPlace, GuardPolicy, LoadJudge, LoadPart, Places, PolicyPart } from './guard-face.ts';

// Says whether a package that is being loaded stands in for real parts, and whether first-party code is why.
const fs = require('node:fs') as typeof import('node:fs');
const path = require('node:path') as typeof import('node:path');
const { fileURLToPath } = require('node:url') as typeof import('node:url');
const { packageOfFile, packageOfSpecifier, isRefused } = require('./guard-policy.cjs') as PolicyPart;

interface Manifest {
  readonly name?: unknown;
  readonly dependencies?: object;
  readonly peerDependencies?: object;
  readonly optionalDependencies?: object;
}

const openLoads = (policy: GuardPolicy, places: Places): LoadJudge => {
  const judge: LoadJudge['judge'] = (importer, specifier, resolved) => {
    const what = packageLoaded(specifier, resolved);
    if (what === undefined || !isRefused(policy, what)) return undefined;
    if (importer === undefined || places.originOf(importer) === 'transparent') return what;
    if (places.originOf(importer) === 'first-party') return isItself(importer, what) ? undefined : what;
    return isItsOwnAffair(importer, what) ? undefined : what;
  };
  return { judge };
};

/** By where it was found, so that aliases and paths do not matter; by its manifest, where it is linked from elsewhere. */
const packageLoaded = (specifier: string, resolved: string): string | undefined => {
  const installed = packageOfFile(resolved);
  if (installed !== undefined) return installed;
  const named = packageOfSpecifier(specifier);
  return named !== undefined && manifestAbove(resolved)?.name === named ? named : undefined;
};

/** A package that is called like a mock may load itself, by its own name too. */
const isItself = (importer: string, what: string): boolean => manifestAbove(importer)?.name === what;

/**
 * What a dependency loads because it depends on it is its own affair. A runner of tests that loads what it does not name does so because it
 * was told to: `mocha --require`, a set-up file of vitest.
 */
const isItsOwnAffair = (importer: string, what: string): boolean => {
  if (packageOfFile(importer) === what) return true;
  const manifest = manifestAbove(importer);
  const named = { ...manifest?.dependencies, ...manifest?.peerDependencies, ...manifest?.optionalDependencies };
  return manifest === undefined || Object.hasOwn(named, what);
};

const manifests = new Map<string, Manifest | undefined>();

/** The nearest one that has a name: packages hold nameless ones that only say `type`. */
const manifestAbove = (file: string): Manifest | undefined => {
  const start = path.dirname(file.startsWith('file:') ? fileURLToPath(file.replace(/[?#].*$/u, '')) : file);
  if (manifests.has(start)) return manifests.get(start);
  let found: Manifest | undefined;
  for (let folder = start; found === undefined; folder = path.dirname(folder)) {
    found = readManifest(path.join(folder, 'package.json'));
    if (folder === path.dirname(folder)) break;
  }
  manifests.set(start, found);
  return found;
};

const readManifest = (file: string): Manifest | undefined => {
  try {
    const manifest = JSON.parse(fs.readFileSync(file, 'utf8')) as Manifest;
    return typeof manifest.name === 'string' ? manifest : undefined;
  } catch {
    return undefined;
  }
};

const loadHit = (what: string, place: GuardPlace | undefined): ReturnType<LoadPart['loadHit']> => ({
  rule: 'mock-package',
  verdict: 'block',
  what,
  sentence: `${what} was loaded, which stands in for real parts`,
  mend: 'start the real part as a component of reality.yaml and let the test talk to it',
  place,
});

module.exports = { openLoads, loadHit } satisfies LoadPart;
