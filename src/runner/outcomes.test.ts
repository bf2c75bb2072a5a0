import assert from 'node:assert/strict';
import path from 'node:path';
import type { Mark, Outcome, Reason, RunEvent, SuiteSpec } from '#domain';
import { SUITES_DIR, execSuite, mochaSuite } from '../../fixtures/tools/runner-config.ts';
import { runLab } from '../../fixtures/tools/runner-lab.ts';

type Row = readonly [titles: readonly string[], outcome: Outcome, reason?: Reason];

interface Expected {
  readonly suite: SuiteSpec;
  readonly outcome: Outcome;
  readonly reason?: Reason;
  readonly marks?: readonly Mark[];
  readonly tests: readonly Row[];
  /** Found in the text of the suite. */
  readonly text?: RegExp;
}

const source = (name: string): string => path.resolve(SUITES_DIR, '../../../fixtures/suites', name);

const table: readonly Expected[] = [
  {
    suite: mochaSuite('passes', 'passes.js'),
    outcome: 'passed',
    tests: [
      [['passes', 'adds'], 'passed'],
      [['passes', 'deeper', 'waits for a promise [REQ-FIX-001]'], 'passed'],
    ],
  },
  {
    suite: mochaSuite('hook', 'hook-before-fails.js'),
    outcome: 'errored',
    reason: 'set-up',
    text: /no set-up/u,
    tests: [
      [['outer', 'runs before'], 'passed'],
      [['outer', 'runs after'], 'passed'],
      [['outer', 'inner', 'first'], 'not-run', 'set-up'],
      [['outer', 'inner', 'second'], 'not-run', 'set-up'],
      [['outer', 'inner', '"before all" hook for "first"'], 'errored', 'set-up'],
    ],
  },
  {
    suite: mochaSuite('teardown', 'hook-after-each-fails.js'),
    outcome: 'errored',
    reason: 'teardown',
    tests: [
      [['after each', 'first'], 'passed'],
      [['after each', 'second'], 'not-run', 'teardown'],
      [['after each', '"after each" hook for "first"'], 'errored', 'teardown'],
    ],
  },
  {
    suite: mochaSuite('empty', 'no-tests.js'),
    outcome: 'errored',
    reason: 'no-tests',
    text: /holds no test/u,
    tests: [[['(load)'], 'errored', 'no-tests']],
  },
  {
    suite: mochaSuite('load', 'throws-while-loading.js'),
    outcome: 'errored',
    reason: 'collection',
    text: /reading 'number'/u,
    tests: [[['(load)'], 'errored', 'collection']],
  },
  {
    suite: mochaSuite('late', 'uncaught-while-loading.js'),
    outcome: 'errored',
    reason: 'exit-code',
    text: /^late while loading/u,
    tests: [[['(load)'], 'errored', 'exit-code']],
  },
  {
    suite: mochaSuite('early', 'exits-early.js'),
    outcome: 'errored',
    reason: 'exit-early',
    text: /code 0 after 1 of 3 tests/u,
    tests: [
      [['exits', 'runs'], 'passed'],
      [['exits', 'calls process.exit(0)'], 'errored', 'exit-early'],
      [['exits', 'never comes'], 'not-run', 'exit-early'],
    ],
  },
  {
    suite: mochaSuite('early-in-teardown', 'exits-after-last.js'),
    outcome: 'errored',
    reason: 'exit-early',
    tests: [
      [['exits in its teardown', 'runs'], 'passed'],
      [['(exit)'], 'errored', 'exit-early'],
    ],
  },
  {
    suite: mochaSuite('crash', 'crashes.js'),
    outcome: 'crashed',
    reason: 'signal',
    text: /killed by SIGSEGV/u,
    tests: [
      [['crashes', 'runs'], 'passed'],
      [['crashes', 'aborts'], 'crashed', 'signal'],
      [['crashes', 'never comes'], 'not-run', 'signal'],
    ],
  },
  {
    suite: mochaSuite('uncaught', 'uncaught.js'),
    outcome: 'failed',
    reason: 'exception',
    text: /from a timer/u,
    tests: [
      [['uncaught', 'throws in a timer'], 'failed', 'exception'],
      [['uncaught', 'runs on'], 'passed'],
    ],
  },
  {
    suite: mochaSuite('skips', 'skips.js'),
    outcome: 'passed',
    tests: [
      [['skips', 'by declaration'], 'skipped', 'declared'],
      [['skips', 'without a body'], 'skipped', 'declared'],
      [['skips', 'while running'], 'skipped', 'declared'],
      [['skips', 'but not this one'], 'passed'],
    ],
  },
  {
    suite: mochaSuite('skips-all', 'skips-all.js'),
    outcome: 'skipped',
    reason: 'declared',
    marks: ['empty'],
    tests: [
      [['needs a service', 'first'], 'skipped', 'declared'],
      [['needs a service', 'second'], 'skipped', 'declared'],
    ],
  },
  {
    suite: mochaSuite('twice', 'done-twice.js'),
    outcome: 'failed',
    reason: 'exception',
    text: /done\(\) called multiple times/u,
    tests: [
      [['done twice', 'passes, then is told again'], 'failed', 'exception'],
      [['done twice', 'gives it time'], 'passed'],
    ],
  },
  {
    suite: mochaSuite('dynamic', 'dynamic.js'),
    outcome: 'passed',
    tests: [
      [['dynamic', 'adds a suite while running'], 'passed'],
      [['dynamic', 'late', 'added'], 'passed'],
    ],
  },
  { suite: execSuite('good', ['true']), outcome: 'passed', tests: [[['good'], 'passed']] },
  {
    suite: execSuite('bad', ['sh', '-c', 'echo all is lost >&2; exit 3']),
    outcome: 'failed',
    reason: 'exit-code',
    text: /exited with code 3: all is lost/u,
    tests: [[['bad'], 'failed', 'exit-code']],
  },
  {
    suite: execSuite('absent', ['no-such-program-anywhere']),
    outcome: 'errored',
    reason: 'spawn',
    text: /no-such-program-anywhere/u,
    tests: [[['absent'], 'errored', 'spawn']],
  },
  {
    suite: execSuite('killed', ['sh', '-c', 'kill -KILL $$']),
    outcome: 'crashed',
    reason: 'signal',
    text: /SIGKILL/u,
    tests: [[['killed'], 'crashed', 'signal']],
  },
  {
    suite: execSuite('flood', ['yes']),
    outcome: 'crashed',
    reason: 'output-limit',
    text: /more than 8000000 bytes/u,
    tests: [[['flood'], 'crashed', 'output-limit']],
  },
  {
    suite: execSuite('tap', ['sh', source('tap.sh')], {}, { format: 'tap' }),
    outcome: 'failed',
    reason: 'assertion',
    text: /two is not three/u,
    tests: [
      [['first'], 'passed'],
      [['second'], 'failed', 'assertion'],
      [['third'], 'skipped', 'declared'],
      [['fourth'], 'passed'],
      [['fifth'], 'passed'],
      [['test 6'], 'not-run', 'exit-early'],
    ],
  },
];

describe('runner: what an attempt comes out as', () => {
  let result: Awaited<ReturnType<typeof runLab>>;
  before(async () => {
    result = await runLab(
      table.map((row) => row.suite),
      { selection: { workers: 2 } },
    );
  });

  for (const row of table) {
    it(`${row.suite.name}: ${row.outcome}${row.reason === undefined ? '' : ` (${row.reason})`}`, () => {
      const suite = result.state.suites.find(({ planned }) => planned.name === row.suite.name);
      assert.ok(suite);
      const [attempt] = suite.attempts;
      assert.deepEqual(
        attempt?.tests.map(({ id, outcome, reason }) => [id.titles, outcome, reason]),
        row.tests.map(([titles, outcome, reason]) => [titles, outcome, reason]),
      );
      assert.equal(suite.outcome, row.outcome);
      if (row.outcome !== 'passed') assert.equal(suite.reason, row.reason);
      if (row.marks !== undefined) assert.deepEqual(suite.marks, row.marks);
      if (row.text !== undefined) assert.match(suite.failure?.message ?? '', row.text);
    });
  }

  it('ends the run, leaves no file and no process behind, and says so', () => {
    assert.equal(result.how, 'completed');
    assert.deepEqual(result.leftovers, []);
    const [budget, ended] = result.events.slice(-2);
    assert.equal(ended?.kind, 'run-ended');
    assert.ok(budget?.kind === 'budget-measured');
    assert.equal(budget.survivors, 0);
    assert.ok(budget.usage.peakMemoryBytes > 0);
  });

  it('gives every test that is not green a text with its source', () => {
    const red = result.state.suites
      .flatMap(({ attempts }) => attempts.flatMap(({ tests }) => tests))
      .filter(({ outcome }) => outcome !== 'passed' && outcome !== 'skipped');
    assert.ok(red.length > 15);
    for (const test of red) assert.ok((test.failure?.message ?? '').trim() !== '', test.id.titles.join(' > '));
  });

  it('announces each test once: ordinals are complete and each has exactly one last word', () => {
    for (const row of table) {
      const attempt = `${row.suite.name}/1`;
      const announced = count(result.events, attempt, 'tests-announced');
      const ended = new Set(
        result.events.flatMap((event) =>
          event.kind === 'test-ended' && event.attempt === attempt ? [event.ordinal] : [],
        ),
      );
      assert.equal(ended.size, announced, attempt);
    }
  });
});

function count(events: readonly RunEvent[], attempt: string, kind: 'tests-announced'): number {
  return events.reduce((sum, event) => (event.kind === kind && event.attempt === attempt ? sum + event.count : sum), 0);
}
