import assert from 'node:assert/strict';
import { MODULES } from './module-table.ts';
import { listImports, listSources, readText } from './repository.ts';

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

interface Lockfile {
  readonly packages: Readonly<Record<string, Manifest & { readonly resolved?: string }>>;
}

/** The ten packages that the product is built on, each with the module in which it does its work. */
const DOING_WORK: Readonly<Record<string, string>> = {
  commander: 'cli',
  execa: 'child',
  'get-port': 'world',
  'tmp-promise': 'world',
  ws: 'kit',
  undici: 'provision',
  'p-limit': 'runner',
  chalk: 'display',
  zod: 'config',
  mocha: 'engine',
};

/** Not imported: the engine takes the mocha of the suite's own project first, so it looks the folder up. */
const FOUND_BY_PATH: Readonly<Record<string, string>> = { mocha: "'node_modules', 'mocha'" };

function isUser(name: string, source: string): boolean {
  const place = FOUND_BY_PATH[name];
  if (place !== undefined) return source.includes(place);
  return listImports(source).some((specifier) => specifier === name || specifier.startsWith(`${name}/`));
}

const manifest = JSON.parse(readText('package.json')) as Manifest;
const lockfile = JSON.parse(readText('package-lock.json')) as Lockfile;

describe('dependencies', () => {
  for (const [name, module] of Object.entries(DOING_WORK)) {
    it(`${name} does real work in src/${module}`, () => {
      assert.ok(name in manifest.dependencies, `${name} is not a dependency`);
      const production = listSources(`src/${module}`).filter((path) => !path.endsWith('.test.ts'));
      const users = production.filter((path) => isUser(name, readText(path)));
      assert.notDeepEqual(users, [], `no file of src/${module} uses ${name}`);
    });
  }

  it('are pinned to one version each', () => {
    const loose = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })
      .filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))
      .map(([name]) => name);
    assert.deepEqual(loose, []);
  });

  it('are all named in a row of the module table', () => {
    const named = new Set(MODULES.flatMap((row) => row.imports));
    assert.deepEqual(
      Object.keys(manifest.dependencies).filter((name) => !named.has(name)),
      [],
    );
  });

  it('stand in the lockfile as in package.json, without an address', () => {
    const locked = lockfile.packages[''];
    assert.deepEqual(locked?.dependencies, manifest.dependencies);
    assert.deepEqual(locked?.devDependencies, manifest.devDependencies);
    const addressed = Object.entries(lockfile.packages).filter(([, entry]) => entry.resolved !== undefined);
    assert.deepEqual(
      addressed.map(([name]) => name),
      [],
    );
  });
});
