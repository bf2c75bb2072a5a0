import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { inLab, mocha } from './lab.ts';

const STUB = "import sinon from 'sinon';\nit('x', () => sinon.stub());\n";
const HONEST = "import assert from 'node:assert/strict';\nit('x', () => assert.ok(true));\n";

describe('reality scan', () => {
  it(
    'names place, rule and remedy of each stand-in, and ends with 1; without any with 0',
    inLab(async (lab) => {
      lab.write('tests/a.test.mjs', STUB);
      const { status, stdout } = await lab.run(['scan', 'tests']);
      assert.equal(status, 1);
      assert.match(stdout, /^tests\/a\.test\.mjs:1:1 mock-package: sinon is loaded\n {2}mend: start the real part/u);
      lab.write('tests/a.test.mjs', HONEST);
      assert.equal((await lab.run(['scan', 'tests'])).status, 0);
    }),
  );

  it(
    'reads the suites of the configuration, but for those of lane unit',
    inLab(async (lab) => {
      lab.write('real.test.mjs', HONEST);
      lab.write('unit.test.mjs', STUB);
      lab.configure({
        suites: [
          { ...mocha('real', 'passes.js'), files: ['real.test.mjs'], lane: 'system' },
          { ...mocha('unit', 'passes.js'), files: ['unit.test.mjs'], lane: 'unit' },
        ],
      });
      const { status, stdout } = await lab.run(['scan']);
      assert.equal(status, 0, stdout);
      assert.match(stdout, /^1 file of the suites that must not mock: 0 stand-ins/u);
      assert.equal((await lab.run(['scan', 'unit.test.mjs'])).status, 1);
    }),
  );

  it(
    'of files that change tells what these are part of: of the suites that must not mock, and nothing else',
    inLab(async (lab) => {
      lab.write('real.test.mjs', "import './helper.mjs';\n" + HONEST);
      lab.write('helper.mjs', "import sinon from 'sinon';\nexport const stub = sinon.stub;\n");
      lab.write('unit.test.mjs', STUB);
      lab.write('docs/a.md', 'jest.mock');
      lab.configure({
        suites: [
          { ...mocha('real', 'passes.js'), files: ['real.test.mjs'], lane: 'system' },
          { ...mocha('unit', 'passes.js'), files: ['unit.test.mjs'], lane: 'unit' },
        ],
      });
      const changed = async (...files: readonly string[]): Promise<number | null> =>
        (await lab.run(['scan', '--changed', ...files])).status;
      assert.equal(await changed('unit.test.mjs', 'docs/a.md'), 0);
      assert.equal(await changed('helper.mjs'), 1);
      assert.equal(await changed('real.test.mjs'), 1);
      lab.write('helper.mjs', 'export const stub = 1;\n');
      assert.equal(await changed('helper.mjs', 'real.test.mjs'), 0);
    }),
  );

  it(
    'of nothing proves nothing: 4; and a path that is not there is told: 2',
    inLab(async (lab) => {
      lab.write('docs/a.md', 'jest.mock');
      const empty = await lab.run(['scan', 'docs']);
      assert.equal(empty.status, 4);
      assert.match(empty.stderr, /nothing was scanned/u);
      const absent = await lab.run(['scan', 'nowhere']);
      assert.equal(absent.status, 2);
      assert.match(absent.stderr, /nothing is at .*nowhere/u);
    }),
  );

  it(
    'tolerates what the ledger holds, and the ledger only shrinks',
    inLab(async (lab) => {
      lab.write('tests/a.test.mjs', STUB);
      const ledger = ['--baseline', 'mocks.json'];
      assert.equal((await lab.run(['scan', 'tests', ...ledger])).status, 2, 'no ledger yet');
      assert.equal((await lab.run(['scan', 'tests', ...ledger, '--write-baseline'])).status, 0);
      assert.ok(existsSync(lab.path('mocks.json')));
      assert.equal((await lab.run(['scan', 'tests', ...ledger])).status, 0);
      lab.write('tests/b.test.mjs', STUB);
      const more = await lab.run(['scan', 'tests', ...ledger]);
      assert.equal(more.status, 1);
      assert.match(more.stdout, /tests\/b\.test\.mjs:1:1/u);
      assert.doesNotMatch(more.stdout, /tests\/a\.test\.mjs/u);
      const grown = await lab.run(['scan', 'tests', ...ledger, '--write-baseline']);
      assert.equal(grown.status, 2);
      assert.match(grown.stderr, /may only shrink/u);
      lab.write('tests/a.test.mjs', HONEST);
      lab.write('tests/b.test.mjs', HONEST);
      const fewer = await lab.run(['scan', 'tests', ...ledger]);
      assert.equal(fewer.status, 0);
      assert.match(fewer.stdout, /1 fewer than the ledger says/u);
      assert.equal((await lab.run(['scan', 'tests', ...ledger, '--write-baseline'])).status, 0);
      assert.deepEqual(JSON.parse(readFileSync(lab.path('mocks.json'), 'utf8')), { version: 1, tolerated: {} });
      lab.write('tests/a.test.mjs', STUB);
      const again = await lab.run(['scan', 'tests', ...ledger, '--write-baseline']);
      assert.equal(again.status, 2, 'a ledger that is empty does not grow either');
    }),
  );

  it(
    'prints one document and nothing else with --json, also for hostile names',
    inLab(async (lab) => {
      lab.write('tests/\u001B[31m.test.mjs', STUB);
      const { stdout } = await lab.run(['scan', 'tests', '--json']);
      const document: unknown = JSON.parse(stdout);
      assert.ok(typeof document === 'object' && document !== null && 'findings' in document);
      const shown = await lab.run(['scan', 'tests']);
      assert.ok(!shown.stdout.includes('\u001B'));
    }),
  );
});
