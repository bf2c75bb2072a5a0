import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { SuiteSpec } from '#domain';
import { mochaSuite } from '../../fixtures/tools/runner-config.ts';
import { runLab } from '../../fixtures/tools/runner-lab.ts';

interface Case {
  readonly what: string;
  readonly files: Readonly<Record<string, string>>;
  /** Of `suite.cjs`, by title. */
  readonly outcomes: Readonly<Record<string, string>>;
  readonly spec?: Partial<SuiteSpec>;
  readonly options?: object;
}

const json = (value: object): string => JSON.stringify(value);
const plain = "it('runs', () => {});";

const cases: readonly Case[] = [
  {
    what: 'spec, reporter, parallel, watch, dry-run and fail-zero of a .mocharc are ours',
    files: {
      '.mocharc.json': json({
        spec: 'other.cjs',
        reporter: 'nyan',
        parallel: true,
        jobs: 4,
        'dry-run': true,
        'fail-zero': true,
      }),
      'other.cjs': "it('is not asked for', () => {});",
      'suite.cjs': "it('runs', () => { throw new Error('so it ran'); });",
    },
    outcomes: { runs: 'failed' },
  },
  {
    what: 'retries and root hooks of a .mocharc hold',
    files: {
      '.mocharc.json': json({ retries: 2, require: './hooks.cjs' }),
      'hooks.cjs': 'exports.mochaHooks = { beforeEach() { globalThis.turns = (globalThis.turns ?? 0) + 1; } };',
      'suite.cjs': "it('runs', () => { if (globalThis.turns < 3) throw new Error('turn ' + globalThis.turns); });",
    },
    outcomes: { runs: 'passed flaky' },
  },
  {
    what: 'a file named in a .mocharc is loaded first',
    files: {
      '.mocharc.cjs': "module.exports = { file: ['./first.cjs'] };",
      'first.cjs': 'globalThis.first = true;',
      'suite.cjs': "it('runs', () => { if (!globalThis.first) throw new Error('alone'); });",
    },
    outcomes: { runs: 'passed' },
  },
  {
    what: 'another interface in YAML',
    files: { '.mocharc.yaml': 'ui: tdd\n', 'suite.cjs': "suite('s', () => { test('runs', () => {}); });" },
    outcomes: { runs: 'passed' },
  },
  {
    what: 'settings in hyphens mean what they mean to mocha',
    files: {
      '.mocharc.json': json({ 'check-leaks': true, 'forbid-pending': true }),
      'suite.cjs': "it('leaks', () => { globalThis.leaked = 1; }); it('waits');",
    },
    outcomes: { leaks: 'failed', waits: 'failed' },
  },
  {
    what: 'a timeout that the user named holds, also the 2000 ms that are the default',
    files: {
      'package.json': json({ mocha: { timeout: 2000 } }),
      'suite.cjs': "it('runs', function () { if (this.timeout() !== 2000) throw new Error(String(this.timeout())); });",
    },
    outcomes: { runs: 'passed' },
  },
  {
    what: 'mocha’s own default of 2000 ms does not hold',
    files: {
      'suite.cjs': "it('runs', function () { if (this.timeout() < 10000) throw new Error(String(this.timeout())); });",
    },
    outcomes: { runs: 'passed' },
  },
  {
    what: 'arguments of the suite hold over the .mocharc',
    files: {
      '.mocharc.json': json({ timeout: 5000 }),
      'suite.cjs': "it('runs', function () { if (this.timeout() !== 3000) throw new Error(String(this.timeout())); });",
    },
    options: { args: ['--timeout', '3000'] },
    outcomes: { runs: 'passed' },
  },
  {
    what: 'flags for Node among the settings start another process, whose results count',
    files: {
      '.mocharc.json': json({ 'node-option': ['expose-gc'] }),
      'suite.cjs': "it('runs', () => { globalThis.gc(); });",
    },
    outcomes: { runs: 'passed' },
  },
  {
    what: 'flags for Node of the suite, and NODE_OPTIONS of its environment',
    files: {
      'suite.cjs': "it('runs', () => { globalThis.gc(); if (Error.stackTraceLimit !== 3) throw new Error('lost'); });",
    },
    options: { nodeArgs: ['--expose-gc'] },
    spec: { env: { NODE_OPTIONS: '--stack-trace-limit=3' } },
    outcomes: { runs: 'passed' },
  },
  {
    what: 'exit: true ends a process that would stay',
    files: { '.mocharc.json': json({ exit: true }), 'suite.cjs': `${plain} setInterval(() => {}, 1000);` },
    outcomes: { runs: 'passed' },
  },
  {
    what: 'an ES module, and one that imports mocha by name',
    files: { 'suite.mjs': "import { describe, it } from 'mocha'; describe('s', () => { it('runs', () => {}); });" },
    options: { files: ['suite.mjs'] },
    outcomes: { runs: 'passed' },
  },
  {
    what: 'a .mocharc that cannot be read is told as it is',
    files: { '.mocharc.json': '{ not json', 'suite.cjs': plain },
    outcomes: { '(load)': 'errored' },
  },
];

describe('engine mocha: the user’s own settings', () => {
  let home = '';
  let told: ReadonlyMap<string, Readonly<Record<string, string>>> = new Map();
  before(async () => {
    home = mkdtempSync(path.join(tmpdir(), 'mocharc-'));
    const ours = path.join(import.meta.dirname, '../../../node_modules');
    const suites = cases.map(({ files, options, spec }, index) => {
      const cwd = path.join(home, String(index));
      mkdirSync(cwd);
      for (const [name, text] of Object.entries(files)) writeFileSync(path.join(cwd, name), text);
      return mochaSuite(`case ${index}`, '', { cwd, ...spec }, { files: ['suite.cjs'], ...options });
    });

    symlinkSync(ours, path.join(home, 'node_modules'));
    const { state } = await runLab(suites, { selection: { workers: 2 } });
    told = new Map(
      state.suites.map(({ planned, attempts }) => [
        planned.name,
        Object.fromEntries(
          (attempts[0]?.tests ?? []).map(({ id, outcome, marks }) => [
            id.titles.at(-1) ?? '',
            [outcome, ...marks].join(' '),
          ]),
        ),
      ]),
    );
  });
  after(() => {
    rmSync(home, { recursive: true });
  });

  cases.forEach(({ what, outcomes }, index) => {
    it(what, () => {
      assert.deepEqual(told.get(`case ${index}`), outcomes);
    });
  });
});
