import assert from 'node:assert/strict';
import { builtinModules } from 'node:module';
import { makeLintConfig } from './lint-config.ts';
import { renderModuleTable, TABLE_START } from './module-docs.ts';
import { FOLDERS, TEST_IMPORTS } from './folder-table.ts';
import { MODULES } from './module-table.ts';
import { listFiles, listImports, listSources, readTable, readText } from './repository.ts';

const MODULE_NAMES = MODULES.map((row) => row.name);

/** The name by which a row allows an import: a module, a package or `node`; undefined for a file of the same folder. */
function nameInTable(specifier: string): string | undefined {
  if (/^\.\/[^/]+$/.test(specifier)) return undefined;
  if (specifier.startsWith('node:') || builtinModules.includes(specifier)) return 'node';
  // A row may name all files of a folder outside: `../../fixtures/tools/*.ts`.
  if (specifier.startsWith('../')) return specifier.replace(/[^/]+\.ts$/, '*.ts');
  return specifier.startsWith('#') ? specifier.slice(1) : specifier;
}

/** Imports of a folder that its row does not name. Sees `import()` too, which the linter's rule does not. */
function findForbidden(folder: string, allowed: readonly string[]): readonly string[] {
  return listSources(folder).flatMap((path) => {
    const names = new Set(path.endsWith('.test.ts') ? [...allowed, ...TEST_IMPORTS] : allowed);
    return listImports(readText(path))
      .map((specifier) => ({ specifier, name: nameInTable(specifier) }))
      .filter(({ name }) => name !== undefined && !names.has(name))
      .map(({ specifier }) => `${path} imports ${specifier}`);
  });
}

describe('module table', () => {
  it('is what the linter enforces', () => {
    assert.deepEqual(JSON.parse(readText('.oxlintrc.json')), makeLintConfig(), 'run `npm run generate`');
  });

  it('is what docs/architecture.md prints', () => {
    const wanted = readTable(`${TABLE_START}\n${renderModuleTable()}\n`, TABLE_START);
    assert.deepEqual(readTable(readText('docs/architecture.md'), TABLE_START), wanted, 'run `npm run generate`');
  });

  it('has a row for every folder of src and for every face in package.json', () => {
    const folders = new Set(listSources('src').map((path) => path.split('/')[1] ?? ''));
    assert.deepEqual(
      [...folders].filter((folder) => !MODULE_NAMES.includes(folder)),
      [],
    );
    const { imports } = JSON.parse(readText('package.json')) as { imports: Record<string, string> };
    const faces = MODULE_NAMES.map((name) => [`#${name}`, `./dist/src/${name}/index.js`]);
    assert.deepEqual(imports, Object.fromEntries(faces));
  });

  it('lets a module import only rows above its own', () => {
    for (const [index, row] of MODULES.entries()) {
      const above = new Set(MODULE_NAMES.slice(0, index));
      const wrong = row.imports.filter((name) => MODULE_NAMES.includes(name) && !above.has(name));
      assert.deepEqual(wrong, [], row.name);
    }
  });

  it('is kept by every import, dynamic ones too', () => {
    const rows = [
      ...MODULES.map((row) => ({ folder: `src/${row.name}`, imports: row.imports })),
      ...FOLDERS.map((row) => ({ folder: row.folder, imports: row.imports })),
    ];
    assert.deepEqual(
      rows.flatMap((row) => findForbidden(row.folder, row.imports)),
      [],
    );
  });

  it('covers every folder that holds sources', () => {
    const known = [...MODULE_NAMES.map((name) => `src/${name}/`), ...FOLDERS.map((row) => `${row.folder}/`)];
    const strays = listFiles().filter(
      (path) => path.endsWith('.ts') && !known.some((folder) => path.startsWith(folder)),
    );
    assert.deepEqual(
      strays.filter((path) => path !== 'fixtures/model.ts'),
      [],
    );
  });
});
