import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestState } from '#domain';
import { mochaSuite } from '../../fixtures/tools/runner-config.ts';
import { runLab } from '../../fixtures/tools/runner-lab.ts';

const HEAD = "const { test, describe, before } = require('node:test'); const fs = require('node:fs');\n";
const AROUND = (body: string): string =>
  `${HEAD} test('first', () => {}); test('second', () => { ${body} }); test('third', () => { throw new Error('still told'); });`;

/** Name of the file → its text. */
const FILES = {
  'chdir.cjs': AROUND('process.chdir("/");'),
  'garbage.cjs': AROUND('fs.appendFileSync(process.env.REALITY_EVENTS, "garbage {\\n" + "y".repeat(9000) + "\\n");'),
  'no-environment.cjs': AROUND('for (const name of Object.keys(process.env)) delete process.env[name];'),
  'crashes.cjs': AROUND('process.kill(process.pid, "SIGKILL"); for (;;);'),
  'missing.cjs': 'require("./nowhere.cjs");',
  'stray.cjs': `${HEAD} test('first', () => { setTimeout(() => { throw new Error('late'); }, 10); }); test('second', () => new Promise((r) => setTimeout(r, 100)));`,
  'groups.cjs': `${HEAD} describe('a', () => { before(() => { throw new Error('no set-up'); }); test('x', () => {}); });
    test('b', async (t) => { await t.test('x', () => {}); await t.test('y', () => { throw new Error('below'); }); });`,
};

describe('engine node-test', () => {
  let folder = '';
  let told = new Map<string, readonly string[]>();
  before(async function runAll() {
    this.timeout(60_000);
    folder = mkdtempSync(path.join(tmpdir(), 'node-test-'));
    for (const [name, text] of Object.entries(FILES)) writeFileSync(path.join(folder, name), text);
    const suite = (name: string, files: readonly string[]): ReturnType<typeof mochaSuite> =>
      mochaSuite(name, 'passes.js', { engine: 'node-test', cwd: folder, options: { files, args: [], nodeArgs: [] } });
    const alone = Object.keys(FILES).map((name) => suite(name, [name]));
    const { state, error } = await runLab([...alone, suite('together', Object.keys(FILES))]);
    assert.equal(error, undefined);
    told = new Map(
      state.suites.map(({ planned, attempts }) => [planned.name, (attempts[0]?.tests ?? []).map(describeTest)]),
    );
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  const rows: readonly (readonly [file: keyof typeof FILES, tests: readonly string[]])[] = [
    ['chdir.cjs', ['first passed', 'second passed', 'third failed exception']],
    ['garbage.cjs', ['first passed', 'second passed', 'third failed exception']],
    ['no-environment.cjs', ['first passed', 'second passed', 'third failed exception']],
    ['crashes.cjs', ['first passed', 'second crashed signal', 'third not-run signal']],
    ['missing.cjs', ['(load) errored collection']],
    ['stray.cjs', ['first passed', 'second passed', '(unhandled error) errored exception']],
    [
      'groups.cjs',
      [
        'a > x not-run set-up',
        'b failed exception',
        'a > (before) errored set-up',
        'b > x passed',
        'b > y failed exception',
      ],
    ],
  ];
  for (const [file, tests] of rows) {
    it(`alone: ${file}`, () => {
      assert.deepEqual(told.get(file), tests);
    });
    it(`beside the others, in a process of its own: ${file}`, () => {
      const ours = told.get('together')?.filter((line) => line.startsWith(`${file} > `));
      assert.deepEqual(
        ours?.map((line) => line.slice(`${file} > `.length)),
        tests,
      );
    });
  }
});

function describeTest({ id, outcome, reason }: TestState): string {
  return [id.titles.join(' > '), outcome, reason].filter(Boolean).join(' ');
}
