import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { KINDS, adoptKind } from '#component';
import { configSchema, loadConfig } from '#config';
import type { Config } from '#domain';
import { ENGINES } from '#engine';
import { CONFIG_PAGE, makeKeyTables } from './config-docs.ts';
import { readTable, readText, ROOT } from './repository.ts';

const schema = configSchema(KINDS, ENGINES);

async function load(cwd: string): Promise<Config> {
  const files = {
    readText: (path: string) => (existsSync(path) ? readFileSync(path, 'utf8') : undefined),
    exists: existsSync,
    resolve,
    folderOf: dirname,
    importDefault: async () => Promise.reject(new Error('no module here')),
  };
  return loadConfig({ cwd, kinds: KINDS, adoptKind, engines: ENGINES, files, packageRoot: ROOT });
}

describe('configuration', () => {
  it('has the schema that is checked in', () => {
    const stored: unknown = JSON.parse(readText('docs/reference/reality.schema.json'));
    assert.deepEqual(stored, JSON.parse(JSON.stringify(schema)), 'run `npm run generate`');
  });

  it('is documented key by key, as the schema has it', () => {
    const page = readText(CONFIG_PAGE);
    for (const [name, table] of makeKeyTables(schema)) {
      const printed = readTable(page, `<!-- keys: ${name} -->`);
      assert.deepEqual(printed, readTable(`\n${table}\n`, '\n'), `${name}: run \`npm run generate\``);
    }
  });

  it('of this repository has no mistake and no warning', async () => {
    const config = await load(ROOT);
    assert.deepEqual(config.warnings, []);
    assert.ok(config.requirements.length > 100);
  });

  it('has only examples that load', async () => {
    const examples = [...readText(CONFIG_PAGE).matchAll(/^```yaml\n([\s\S]*?)^```/gmu)].map((match) => match[1] ?? '');
    assert.ok(examples.length >= 3);
    for (const example of examples) {
      const folder = mkdtempSync(join(tmpdir(), 'reality-docs-'));
      try {
        writeFileSync(join(folder, 'reality.yaml'), example);
        const config = await load(folder);
        assert.deepEqual(config.warnings, [], example);
      } finally {
        rmSync(folder, { recursive: true });
      }
    }
  });
});
