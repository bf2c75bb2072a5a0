import type { GuardPlace, GuardPolicy, LoadJudge, LoadPart, Origin, Places, PolicyPart } from './guard-face.ts';

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
    const origin = importer === undefined ? 'transparent' : places.originOf(importer);
    const named = packageLoaded(specifier, resolved);
    if (named === undefined) return undefined;
    const what = isRefused(policy, named) || origin === 'dependency' ? named : (ownNameOf(resolved) ?? named);
    return isRefused(policy, what) && !isInnocent(origin, importer, what) ? what : undefined;
  };
  return { judge };
};

const isInnocent = (origin: Origin, importer: string | undefined, what: string): boolean => {
  if (importer === undefined || origin === 'transparent') return false;
  return origin === 'first-party' ? isItself(importer, what) : isItsOwnAffair(importer, what);
};

/** Under another name than its own: `nock13@npm:nock@13`. Asked for first-party only, since a manifest has to be read. */
const ownNameOf = (resolved: string): string | undefined => {
  const manifest = manifestOf(resolved);
  return typeof manifest?.name === 'string' ? manifest.name : undefined;
};

/** By where it was found, so that aliases and paths do not matter; by its manifest, where it is linked from elsewhere. */
const packageLoaded = (specifier: string, resolved: string): string | undefined => {
  const installed = packageOfFile(resolved);
  if (installed !== undefined) return installed;
  const named = packageOfSpecifier(specifier);
  return named !== undefined && manifestOf(resolved)?.name === named ? named : undefined;
};

/** A package that is called like a mock may load itself, by its own name too. */
const isItself = (importer: string, what: string): boolean => manifestOf(importer)?.name === what;

/**
 * What a dependency loads because it depends on it is its own affair. A runner of tests that loads what it does not name does so because it
 * was told to: `mocha --require`, a set-up file of vitest.
 */
const isItsOwnAffair = (importer: string, what: string): boolean => {
  if (packageOfFile(importer) === what) return true;
  const manifest = manifestOf(importer);
  const named = { ...manifest?.dependencies, ...manifest?.peerDependencies, ...manifest?.optionalDependencies };
  return manifest === undefined || Object.hasOwn(named, what);
};

const manifests = new Map<string, Manifest | undefined>();

/** Of an installed package its own, whatever lies in its folders; of other files the nearest that has a name. */
const manifestOf = (file: string): Manifest | undefined => {
  const real = file.startsWith('file:') ? fileURLToPath(file.replace(/[?#].*$/u, '')) : file;
  const installed = packageOfFile(real);
  const start =
    installed === undefined
      ? path.dirname(real)
      : real.slice(0, real.lastIndexOf('node_modules') + 'node_modules/'.length + installed.length);
  if (manifests.has(start)) return manifests.get(start);
  const found =
    readManifest(path.join(start, 'package.json')) ?? (installed === undefined ? manifestAbove(start) : undefined);
  manifests.set(start, found);
  return found;
};

const manifestAbove = (folder: string): Manifest | undefined => {
  const above = path.dirname(folder);
  return above === folder ? undefined : (readManifest(path.join(above, 'package.json')) ?? manifestAbove(above));
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
