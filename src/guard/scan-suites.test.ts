import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { scanSuites } from './scan-suites.ts';
import type { SuitesScan } from './scan-suites.ts';

const FILES: Readonly<Record<string, string>> = {
  'helper.js': "const nock = require('nock');\n",
  'one.test.js': "require('./helper.js');\n",
  'two.test.js': "require('./helper.js');\n",
  'honest.test.js': "require('node:assert');\n",
  'jest.config.js': "module.exports = { moduleNameMapper: { '^client$': '<rootDir>/mocks/client.js' } };\n",
  'script.sh': 'true\n',
};

/** Suite → engine and files. */
const SUITES: readonly (readonly [name: string, engine: string, files: readonly string[]])[] = [
  ['one', 'mocha', ['one.test.js']],
  ['two', 'mocha', ['two.test.js']],
  ['honest', 'mocha', ['honest.test.js']],
  ['mapped', 'jest', ['honest.test.js']],
  ['shell', 'exec', ['script.sh']],
];

describe('scan of the suites of a run', () => {
  const root = mkdtempSync(path.join(tmpdir(), 'scan-suites-'));
  let scan: SuitesScan;
  const rulesOf = (name: string): readonly string[] =>
    (scan.bySuite[name] ?? []).map((place) => scan.findings[place]?.rule ?? '');

  before(() => {
    mkdirSync(path.join(root, 'mocks'));
    for (const [name, text] of Object.entries(FILES)) writeFileSync(path.join(root, name), text);
    scan = scanSuites(
      SUITES.map(([name, engine, files]) => ({
        name,
        engine,
        root,
        paths: files.map((file) => path.join(root, file)),
      })),
    );
  });

  after(() => {
    rmSync(root, { recursive: true });
  });

  it('reads each file once, whoever leads to it', () => {
    assert.equal(scan.files, 4);
    assert.equal(scan.findings.filter(({ file }) => file.endsWith('helper.js')).length, 1);
  });

  it('counts what a helper holds against each suite that reaches it, and no other', () => {
    assert.deepEqual([rulesOf('one'), rulesOf('two'), rulesOf('honest')], [['mock-package'], ['mock-package'], []]);
  });

  it('counts the settings of a tool against the suites of that tool alone', () => {
    assert.deepEqual(rulesOf('mapped'), ['module-mapped']);
  });

  it('names the suites of which it can read nothing', () => {
    assert.deepEqual(scan.unread, ['shell']);
  });
});
