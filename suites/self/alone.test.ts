import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { inLab } from './lab.ts';
import type { Lab, SuiteConfig } from './lab.ts';

/** A title of 4,000 characters that holds what would break a pattern, a shell, a path or a table. */
const HOSTILE = `[a-z]+(\\d|x)* $HOME; 'q' "q" \`q\` ../é🎥 | > :: # ${'long '.repeat(790)}end`;

const SUITE = `
const state = globalThis;
const assert = require('node:assert');
describe('order', () => {
  it('leaves something behind', () => { state.left = 'behind'; });
  it('needs what was left', () => assert.equal(state.left, 'behind'));
  it('is disturbed by it', () => assert.equal(state.left, undefined));
  it('fails in both ways', () => assert.equal(1, 2));
  it(${JSON.stringify(HOSTILE)}, () => undefined);
  it(${JSON.stringify(HOSTILE)}, () => undefined);
});
`;

function order(more: object): SuiteConfig {
  const suite = { name: 'order', engine: 'mocha', files: ['order.test.cjs'], lane: 'unit', ...more };
  return suite;
}

function configure(lab: Lab, more: object = {}): void {
  lab.write('order.test.cjs', SUITE);
  lab.configure({ suites: [order(more)] });
}

const outcomes = (lab: Lab, suite = 'order'): readonly string[] => lab.suite(suite).tests.map(({ outcome }) => outcome);

describe('each test alone', () => {
  it(
    'has a process, a log and an outcome of its own; announced tests and outcomes are as many',
    inLab(async (lab) => {
      configure(lab, { isolation: 'test' });
      const { status } = await lab.run(['run', '-j', '2']);
      assert.equal(status, 1);
      assert.deepEqual(outcomes(lab), ['passed', 'failed', 'passed', 'failed', 'passed', 'passed']);
      const { totals } = lab.assessment();
      assert.equal(totals.tests, 6);
      const pids = lab.events().flatMap((event) => (event.kind === 'test-process-started' ? [event.pid] : []));
      assert.equal(new Set(pids).size, 6);
      const logs = lab.events().flatMap((event) => (event.kind === 'test-process-ended' ? [event.end.log] : []));
      assert.equal(new Set(logs).size, 6);
      for (const log of logs) assert.ok(existsSync(`${lab.latest}/${log}`), log);
      assert.match(lab.report('assessment.md'), /one process per suite, in 1 suite per test/u);
    }),
  );

  it(
    '--last-failed runs the red tests again and no other; report makes the same documents again',
    inLab(async (lab) => {
      configure(lab, { isolation: 'test' });
      await lab.run(['run']);
      await lab.run(['run', '--last-failed']);
      assert.deepEqual(outcomes(lab), ['failed', 'failed']);
      const before = lab.report('assessment.json');
      await lab.run(['report']);
      assert.equal(lab.report('assessment.json'), before);
    }),
  );

  it(
    'testTimeout strikes one test, and --timeout outranks it',
    inLab(async (lab) => {
      lab.write(
        'order.test.cjs',
        "it('waits', () => new Promise((r) => setTimeout(r, 30000)));\nit('passes', () => {});\n",
      );
      lab.configure({ suites: [order({ isolation: 'test', timeout: '20s', testTimeout: '19s' })] });
      const { status } = await lab.run(['run', '--timeout', '3s']);
      assert.equal(status, 1);
      assert.deepEqual(outcomes(lab), ['timed-out', 'passed']);
    }),
  );
});

interface Parity {
  readonly parity?: readonly { readonly subject: string; readonly verdict: string }[];
}

function verdictsOf(lab: Lab): readonly string[] {
  const { parity = [] } = JSON.parse(lab.report('assessment.json')) as Parity;
  return parity.map(({ verdict }) => verdict);
}

describe('--parity', () => {
  it(
    'says of each test whether it is the same alone and among the others',
    inLab(async (lab) => {
      configure(lab);
      const { status, stdout } = await lab.run(['run', '--parity', '-j', '2']);
      assert.equal(status, 1);
      assert.deepEqual(verdictsOf(lab), ['same', 'together-only', 'alone-only', 'same', 'same', 'same']);
      assert.match(lab.report('assessment.md'), /## Parity\n\n.*6 comparisons, 4 the same in both ways/u);
      const { causes, suites } = lab.assessment();
      assert.deepEqual(
        suites.map(({ name }) => name),
        ['order', 'order~alone'],
      );
      const titles = causes.filter(({ heading }) => heading === 'TEST_ARTIFACT').map(({ title }) => title);
      assert.equal(titles.length, 2, stdout);
      assert.ok(titles.some((title) => /needs what was left passes among the others and fails alone/u.test(title)));
      assert.ok(titles.some((title) => /is disturbed by it passes alone and fails among the others/u.test(title)));
      await lab.run(['report']);
      assert.deepEqual(verdictsOf(lab), ['same', 'together-only', 'alone-only', 'same', 'same', 'same']);
    }),
  );

  it(
    'holds files that are programs against what the framework makes of them',
    inLab(async (lab) => {
      const passes = "if (typeof it === 'function') it('passes', () => {});\n";
      lab.write('program.cjs', passes);
      lab.write('unseen.cjs', "if (typeof it === 'function') { /* registers nothing */ }\n");
      lab.write(
        'broken.cjs',
        "if (typeof it === 'function') it('fails', () => { throw new Error('under mocha'); });\n",
      );
      const files = ['program.cjs', 'unseen.cjs', 'broken.cjs'];
      lab.configure({
        suites: [{ name: 'smoke', engine: 'mocha', files, lane: 'unit', standalone: [process.execPath] }],
      });
      const { status } = await lab.run(['run', '--parity']);
      assert.equal(status, 1);
      assert.deepEqual(outcomes(lab, 'smoke~alone'), ['passed', 'passed', 'passed']);
      assert.deepEqual(verdictsOf(lab), ['same', 'alone-only', 'alone-only']);
      const titles = lab.assessment().causes.map(({ heading, title }) => `${heading} ${title}`);
      assert.deepEqual(titles.toSorted(), [
        'TEST_ARTIFACT broken.cjs passes when it is run by itself and fails under mocha: Error: under mocha',
        'TEST_ARTIFACT unseen.cjs passes when it is run by itself, and mocha collects no test in it',
      ]);
    }),
  );
});
