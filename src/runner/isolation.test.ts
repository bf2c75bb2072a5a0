import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { listEffects } from '#domain';
import type { Outcome, Reason, RunState, SuiteSpec, SuiteState, TestState } from '#domain';
import { execSuite, mochaSuite, nodeService } from '../../fixtures/tools/runner-config.ts';
import { runLab } from '../../fixtures/tools/runner-lab.ts';
import type { LabOptions, LabResult } from '../../fixtures/tools/runner-lab.ts';

const ALONE = { isolation: 'test' } as const;

type Row = readonly [title: string, outcome: Outcome, reason?: Reason];

function alone(name: string, file = `${name}.js`, more: Partial<SuiteSpec> = {}): SuiteSpec {
  return mochaSuite(name, file, { ...ALONE, ...more });
}

function suiteOf({ suites }: RunState, name: string): SuiteState {
  return suites.find(({ planned }) => planned.name === name) ?? assert.fail(`no suite ${name}`);
}

function testsOf(result: LabResult, name: string): readonly TestState[] {
  return suiteOf(result.state, name).attempts.at(-1)?.tests ?? assert.fail(`no attempt of ${name}`);
}

function rowsOf(result: LabResult, name: string): readonly Row[] {
  return testsOf(result, name).map(({ id, outcome, reason }) => {
    const title = (id.titles.at(-1) ?? '').slice(0, 60);
    return reason === undefined ? [title, outcome] : [title, outcome, reason];
  });
}

function processesOf(result: LabResult, suite: string): readonly number[] {
  return result.events.flatMap((event) =>
    event.kind === 'test-process-started' && event.attempt.startsWith(`${suite}/`) ? [event.ordinal] : [],
  );
}

async function run(suites: readonly SuiteSpec[], options: LabOptions = {}): Promise<LabResult> {
  const result = await runLab(suites, options);
  assert.equal(result.error, undefined);
  assert.deepEqual(result.leftovers, []);
  return result;
}

const table: readonly (readonly [name: string, rows: readonly Row[], more?: Partial<SuiteSpec>])[] = [
  [
    'passes',
    [
      ['adds', 'passed'],
      ['waits for a promise [REQ-FIX-001]', 'passed'],
    ],
  ],
  [
    'exits-early',
    [
      ['runs', 'passed'],
      ['calls process.exit(0)', 'errored', 'exit-early'],
      ['never comes', 'passed'],
    ],
  ],
  ['exits-after-last', [['runs', 'errored', 'exit-early']]],
  [
    'hook-before-fails',
    [
      ['runs before', 'passed'],
      ['runs after', 'passed'],
      ['first', 'errored', 'set-up'],
      ['second', 'errored', 'set-up'],
    ],
  ],
  ['throws-while-loading', [['(load)', 'errored', 'collection']]],
  ['no-tests', [['(load)', 'errored', 'no-tests']]],
  [
    'hangs-in-test',
    [
      ['runs', 'passed'],
      ['waits for an answer that never comes', 'timed-out', 'time-limit'],
      ['never comes', 'passed'],
    ],
    { testTimeoutMs: 2500 },
  ],
];

describe('isolation: test', () => {
  let result: LabResult;
  before(async function runs() {
    this.timeout(120_000);
    const suites = table.map(([name, , more]) => alone(name, undefined, more));
    result = await run([
      ...suites,
      alone('hostile-titles'),
      alone('duplicates'),
      alone('crashes'),
      alone('leaves-child'),
    ]);
  });

  for (const [name, rows] of table) {
    it(`${name}: each end is told of its own test alone`, () => {
      assert.deepEqual(rowsOf(result, name), rows);
      for (const effect of listEffects(suiteOf(result.state, name))) assert.notEqual(effect.failure.message.trim(), '');
    });
  }

  it('collects once, announces once, and gives each test one process and one outcome, whatever its id holds', () => {
    for (const name of ['hostile-titles', 'duplicates', 'passes']) {
      const tests = testsOf(result, name);
      const announced = result.events.flatMap((event) =>
        event.kind === 'tests-announced' && event.attempt === `${name}/1` ? [event.count] : [],
      );
      assert.deepEqual(announced, [tests.length]);
      assert.deepEqual(
        processesOf(result, name),
        tests.map((_, ordinal) => ordinal),
      );
      const ended = result.events.filter((event) => event.kind === 'test-ended' && event.attempt === `${name}/1`);
      assert.equal(ended.length, tests.length);
      assert.equal(result.events.filter((event) => event.kind === 'attempt-started' && event.suite === name).length, 1);
    }
    assert.equal(testsOf(result, 'hostile-titles').length, 4);
  });

  it('tells the fourth of four equal ids from the others', () => {
    assert.deepEqual(
      testsOf(result, 'duplicates').map(({ id, outcome }) => [id.occurrence, outcome]),
      [
        [1, 'passed'],
        [2, 'passed'],
        [3, 'passed'],
        [4, 'failed'],
      ],
    );
  });

  it('a crash takes no other test along, and has a log of its own', () => {
    const crashed = testsOf(result, 'crashes').filter(({ outcome }) => outcome === 'crashed');
    assert.equal(crashed.length, 1);
    assert.match(crashed[0]?.process?.end?.log ?? '', /^logs\/crashes\.1\/test-\d+\.log$/u);
    assert.ok(testsOf(result, 'crashes').every(({ outcome }) => outcome === 'crashed' || outcome === 'passed'));
  });

  it('blames a leak on the test whose process left it', () => {
    const [test] = testsOf(result, 'leaves-child');
    const kinds = new Set(test?.process?.leaks.map(({ kind }) => kind));
    assert.deepEqual([...kinds].toSorted(), ['directory', 'listener', 'process']);
    assert.ok(test?.marks.includes('leaky'));
  });

  it('measures each process', () => {
    for (const test of testsOf(result, 'passes')) assert.ok((test.process?.end?.durationMs ?? 0) > 0);
  });
});

describe('isolation: test, in a world', () => {
  const world = { components: [nodeService('api', 'listen()')] };
  const needs = { requires: ['api'], ...ALONE };

  it('the tests share one as long as it is clean, and get another when a test has lost it', async function runs() {
    this.timeout(60_000);
    const result = await run(
      [mochaSuite('talks', 'talks-to-service.js', needs), mochaSuite('kills', 'kills-service.js', needs)],
      {
        config: world,
      },
    );
    assert.deepEqual(
      rowsOf(result, 'talks').map(([, outcome]) => outcome),
      ['passed', 'passed'],
    );
    assert.deepEqual(rowsOf(result, 'kills'), [
      ['runs', 'passed'],
      ['ends the service behind the back of the harness', 'errored', 'component-down'],
      ['never comes', 'passed'],
    ]);
    const worldsOf = (name: string): readonly (string | undefined)[] =>
      testsOf(result, name).map((test) => test.process?.world);
    const [first, second] = worldsOf('talks');
    assert.equal(first, second);
    const [before, lost, after] = worldsOf('kills');
    assert.equal(before, lost);
    assert.notEqual(lost, after);
    assert.equal(result.state.worlds.length, 3);
  });

  it('what cannot be started again blocks the rest, and one incident says so', async function runs() {
    this.timeout(60_000);
    // Starts once: a file in a folder that outlives the world says that it has.
    const memory = mkdtempSync(path.join(tmpdir(), 'starts-once-'));
    const once = `const fs = require('node:fs'); const f = ${JSON.stringify(path.join(memory, 'x'))}; if (fs.existsSync(f)) process.exit(3); fs.writeFileSync(f, ''); listen();`;
    try {
      const result = await run([mochaSuite('kills', 'kills-service.js', needs)], {
        config: { components: [nodeService('api', once)] },
      });
      assert.deepEqual(
        rowsOf(result, 'kills').map(([, outcome]) => outcome),
        ['passed', 'errored', 'blocked'],
      );
      const suite = suiteOf(result.state, 'kills');
      assert.equal(suite.blockedBy?.component, 'api');
    } finally {
      rmSync(memory, { recursive: true });
    }
  });
});

describe('isolation: test, and the options of a run', () => {
  it('-j gives the tests of one suite to several workers, each with a world of its own', async function runs() {
    this.timeout(60_000);
    const result = await run([mochaSuite('talks', 'talks-to-service.js', { requires: ['api'], ...ALONE })], {
      config: { components: [nodeService('api', 'listen()')] },
      selection: { workers: 2 },
    });
    const worlds = new Set(testsOf(result, 'talks').map((test) => test.process?.world));
    assert.equal(worlds.size, 2);
    assert.deepEqual(
      rowsOf(result, 'talks').map(([, outcome]) => outcome),
      ['passed', 'passed'],
    );
  });

  it('--retries tries the test again, and no other', async () => {
    const memory = mkdtempSync(path.join(tmpdir(), 'flaky-'));
    try {
      const env = { FLAKY_MEMORY: path.join(memory, 'x') };
      const result = await run([alone('flaky', 'flaky-across-attempts.js', { retries: 2, env })]);
      const [test] = testsOf(result, 'flaky');
      assert.equal(test?.outcome, 'passed');
      assert.ok(test.marks.includes('flaky'));
      assert.equal(test.process?.number, 2);
      assert.deepEqual(suiteOf(result.state, 'flaky').marks, ['flaky']);
      assert.equal(suiteOf(result.state, 'flaky').attempts.length, 1);
    } finally {
      rmSync(memory, { recursive: true });
    }
  });

  it('-x ends the suite at its first test that is not green', async () => {
    const result = await run([alone('exits-early')], { request: { bail: { maxFailures: 1 } } });
    assert.deepEqual(rowsOf(result, 'exits-early'), [
      ['runs', 'passed'],
      ['calls process.exit(0)', 'errored', 'exit-early'],
      ['never comes', 'not-run', 'stopped-early'],
    ]);
    assert.equal(result.how, 'stopped-early');
  });

  it('-g leaves the rest uncollected', async () => {
    const result = await run([alone('exits-early')], { request: { grep: 'never' } });
    assert.deepEqual(rowsOf(result, 'exits-early'), [['never comes', 'passed']]);
    assert.deepEqual(processesOf(result, 'exits-early'), [0]);
  });

  it('--last-failed runs the named tests again, and all where none of them is left', async () => {
    const key = (title: string): string => JSON.stringify([['exits', title], 1]);
    const only = (title: string): LabOptions => ({
      request: { onlyTests: new Map([['exits-early', new Set([key(title)])]]) },
    });
    assert.deepEqual(rowsOf(await run([alone('exits-early')], only('runs')), 'exits-early'), [['runs', 'passed']]);
    assert.equal(rowsOf(await run([alone('exits-early')], only('gone')), 'exits-early').length, 3);
  });

  it('an interruption cuts off the test under way and says of the others that they never started', async () => {
    const interrupt = new AbortController();
    const result = await run([alone('hangs-in-test')], {
      context: { interrupt: interrupt.signal },
      onEvent: (event) => {
        if (event.kind === 'test-started' && event.ordinal === 1) interrupt.abort();
      },
    });
    assert.deepEqual(
      rowsOf(result, 'hangs-in-test').map(([, outcome]) => outcome),
      ['passed', 'interrupted', 'not-run'],
    );
    assert.equal(result.how, 'interrupted');
  });

  it('a suite of one test is alone already; an engine that cannot select says so', async () => {
    const tap = execSuite('tap', ['printf', '1..2\\nok 1\\nok 2\\n'], ALONE, { format: 'tap' });
    const result = await run([execSuite('one', ['true'], ALONE), tap]);
    assert.deepEqual(
      result.state.suites.map(({ outcome }) => outcome),
      ['passed', 'passed'],
    );
    assert.deepEqual(
      result.state.suites.map(({ planned }) => planned.alone),
      [undefined, undefined],
    );
    assert.equal(result.state.warnings.length, 1);
    assert.match(result.state.warnings[0] ?? '', /^tap: engine exec cannot run one test of several alone/u);
  });
});
