import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isAlive } from '#child';
import type { SuiteState } from '#domain';
import { execSuite, mochaSuite, nodeService } from '../../fixtures/tools/runner-config.ts';
import { runLab } from '../../fixtures/tools/runner-lab.ts';
import type { LabResult } from '../../fixtures/tools/runner-lab.ts';

const LIMIT = { timeoutMs: 2500 };

function suiteOf(result: LabResult, name: string): SuiteState {
  const found = result.state.suites.find(({ planned }) => planned.name === name);
  assert.ok(found, name);
  return found;
}

const outcomesOf = (result: LabResult, name: string): readonly string[] =>
  suiteOf(result, name).attempts[0]?.tests.map(({ outcome, reason }) => `${outcome} ${reason ?? ''}`.trim()) ?? [];

describe('runner: a deadline in every phase', () => {
  const phases: readonly (readonly [name: string, file: string, tests: readonly string[]])[] = [
    ['load', 'hangs-while-loading.js', ['timed-out time-limit']],
    ['test that waits', 'hangs-in-test.js', ['passed', 'timed-out time-limit', 'not-run time-limit']],
    ['test that computes', 'busy-in-test.js', ['passed', 'timed-out time-limit', 'not-run time-limit']],
    ['teardown', 'busy-in-teardown.js', ['passed', 'timed-out time-limit']],
    ['exit', 'never-exits.js', ['passed', 'timed-out time-limit']],
  ];
  let result: LabResult;
  before(async () => {
    const suites = phases.map(([name, file]) => mochaSuite(name, file, LIMIT));
    result = await runLab([...suites, execSuite('script', ['sleep', '60'], LIMIT)], { selection: { workers: 2 } });
  });

  for (const [name, , tests] of phases) {
    it(`${name}: other results are kept`, () => {
      assert.deepEqual(outcomesOf(result, name), tests);
      const end = suiteOf(result, name).attempts[0]?.end;
      assert.equal(end?.cause, 'time-limit');
      // None of them would end by itself.
      assert.ok(end.durationMs < LIMIT.timeoutMs + 20_000, `${end.durationMs} ms`);
      assert.notEqual(suiteOf(result, name).attempts[0]?.hang, undefined);
    });
  }
  it('a script too', () => {
    assert.deepEqual(outcomesOf(result, 'script'), ['timed-out time-limit']);
  });
  it('says what a test was waiting for', () => {
    const [, test] = suiteOf(result, 'test that waits').attempts[0]?.tests ?? [];
    assert.match(test?.failure?.message ?? '', /connected to 127\.0\.0\.1:\d+/u);
  });
  it('leaves nothing behind', () => {
    assert.deepEqual(result.leftovers, []);
  });
});

describe('runner: leaks', () => {
  it('are named, blamed on the suite and removed', async () => {
    const result = await runLab([mochaSuite('leaky', 'leaves-child.js'), mochaSuite('clean', 'passes.js')]);
    const leaks = suiteOf(result, 'leaky').attempts[0]?.leaks ?? [];
    assert.deepEqual(leaks.map(({ kind }) => kind).toSorted(), ['directory', 'listener', 'process']);
    assert.ok(suiteOf(result, 'leaky').marks.includes('leaky'));
    assert.deepEqual(suiteOf(result, 'clean').attempts[0]?.leaks, []);
    for (const leak of leaks) if (leak.kind === 'process') assert.equal(isAlive(leak.process), false);
    assert.deepEqual(result.leftovers, []);
  });
});

describe('runner: attempts', () => {
  it('are retried, and what passes then is flaky', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'flaky-'));
    try {
      const env = { FLAKY_MEMORY: path.join(folder, 'seen') };
      const result = await runLab([mochaSuite('flaky', 'flaky-across-attempts.js', { retries: 2, env })]);
      const suite = suiteOf(result, 'flaky');
      assert.deepEqual(
        suite.attempts.map(({ outcome }) => outcome),
        ['failed', 'passed'],
      );
      assert.equal(suite.outcome, 'passed');
      assert.ok(suite.marks.includes('flaky'));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('are repeated under names of their own', async () => {
    const result = await runLab([mochaSuite('again', 'passes.js')], { selection: { repeatEach: 2 } });
    assert.deepEqual(
      result.state.suites.map(({ planned, outcome }) => [planned.name, outcome]),
      [
        ['again', 'passed'],
        ['again~2', 'passed'],
      ],
    );
  });

  it('find the documented environment, and only an allow-listed part of ours', async () => {
    let env: Record<string, string> = {};
    process.env['SECRET_OF_THE_SHELL'] = 'hidden';
    const result = await runLab(
      [mochaSuite('env', 'tells-environment.js', { lane: 'integration', env: { OWN: 'yes' } })],
      {
        look: (keptDir) => {
          env = JSON.parse(readFileSync(path.join(keptDir, 'env/artifacts/env.json'), 'utf8')) as Record<
            string,
            string
          >;
        },
      },
    );
    delete process.env['SECRET_OF_THE_SHELL'];
    assert.ok(result.keptFiles.includes('env/artifacts/env.json'));
    assert.equal(env['REALITY_SUITE'], 'env');
    assert.equal(env['REALITY_RUN_ID'], result.state.started.runId);
    assert.equal(env['REALITY_DEADLINE_MS'], '30000');
    assert.match(env['REALITY_NONCE'] ?? '', /^[0-9a-f]{16}$/u);
    assert.equal(env['FORBID_MOCKS'], '1');
    assert.equal(env['TZ'], 'UTC');
    assert.equal(env['OWN'], 'yes');
    assert.equal(env['SECRET_OF_THE_SHELL'], undefined);
    for (const name of ['REALITY_TMP', 'REALITY_ARTIFACTS', 'TMPDIR'])
      assert.equal(existsSync(env[name] ?? ''), false, name);
  });

  it('hear their own engine only: damaged lines are told and change nothing', async () => {
    const result = await runLab([mochaSuite('noisy', 'damages-events.js')]);
    assert.deepEqual(outcomesOf(result, 'noisy'), ['passed', 'passed']);
    const whys = result.events.flatMap((event) => (event.kind === 'engine-damage' ? [event.why.split('\n')[0]] : []));
    assert.equal(whys.length, 7);
    assert.ok(whys.includes('not a JSON object'));
    assert.ok(whys.includes('not of this attempt: wrong nonce'));
    assert.ok(whys.includes('longer than 4096 bytes'));
  });
});

describe('runner: stopping', () => {
  const hung = (name: string): ReturnType<typeof mochaSuite> => mochaSuite(name, 'hangs-in-test.js');

  for (const [what, hurries] of [
    ['once: politely', false],
    ['twice: at once', true],
  ] as const) {
    it(`interrupted ${what}, with everything told`, async () => {
      const [interrupt, hurry] = [new AbortController(), new AbortController()];
      const result = await runLab([hung('first'), mochaSuite('second', 'passes.js')], {
        context: { interrupt: interrupt.signal, hurry: hurry.signal },
        onEvent: (event) => {
          if (event.kind !== 'test-started' || event.ordinal !== 1) return;
          interrupt.abort();
          if (hurries) hurry.abort();
        },
      });
      assert.equal(result.how, 'interrupted');
      assert.deepEqual(outcomesOf(result, 'first'), ['passed', 'interrupted user-interrupt', 'not-run user-interrupt']);
      assert.equal(suiteOf(result, 'second').outcome, 'not-run');
      assert.equal(suiteOf(result, 'second').attempts.length, 0);
      assert.equal(result.events.at(-1)?.kind, 'run-ended');
      assert.deepEqual(result.leftovers, []);
    });
  }

  it('before anything began', async () => {
    const interrupt = AbortSignal.abort();
    const result = await runLab([mochaSuite('never', 'passes.js')], { context: { interrupt } });
    assert.equal(result.how, 'interrupted');
    assert.equal(suiteOf(result, 'never').outcome, 'not-run');
  });

  it('at the limit of failures', async () => {
    const suites = ['one', 'two', 'three'].map((name) => mochaSuite(name, 'hook-after-fails.js'));
    const result = await runLab(suites, { request: { bail: { maxFailures: 2 } } });
    assert.equal(result.how, 'stopped-early');
    assert.deepEqual(
      result.state.suites.map(({ outcome, reason }) => [outcome, reason]),
      [
        ['errored', 'teardown'],
        ['errored', 'teardown'],
        ['not-run', 'stopped-early'],
      ],
    );
  });

  it('at the limit of the whole run', async () => {
    const result = await runLab([hung('long')], { request: { globalTimeoutMs: 1500 } });
    assert.equal(result.how, 'stopped-early');
    assert.equal(suiteOf(result, 'long').outcome, 'interrupted');
    assert.equal(suiteOf(result, 'long').reason, 'stopped-early');
  });
});

describe('runner: what cannot run', () => {
  it('a host need that is missing blocks its suite, and only that', async () => {
    const result = await runLab([
      mochaSuite('needy', 'passes.js', { needs: ['no-such-program', 'sh'] }),
      mochaSuite('modest', 'passes.js', { needs: ['sh'] }),
    ]);
    assert.equal(suiteOf(result, 'needy').outcome, 'blocked');
    assert.equal(suiteOf(result, 'needy').reason, 'host-need');
    assert.match(suiteOf(result, 'needy').failure?.message ?? '', /no-such-program \(not on the PATH\): install/u);
    assert.equal(suiteOf(result, 'modest').outcome, 'passed');
    assert.equal(result.state.needs.length, 3);
  });

  it('a suite file that is absent is told before anything starts, with file and line', async () => {
    const result = await runLab([mochaSuite('lost', 'no-such-file.js'), mochaSuite('here', 'passes.js')]);
    assert.match(result.error ?? '', /reality\.yaml:1:1: suite lost: there is no file .*no-such-file\.js/u);
    assert.deepEqual(
      result.events.map(({ kind }) => kind),
      ['run-started', 'run-ended'],
    );
  });

  it('a TypeScript file without a loader is told before anything starts', async () => {
    const file = path.join(import.meta.dirname, '../../../src/runner/types.ts');
    const result = await runLab([mochaSuite('typed', file)]);
    assert.match(result.error ?? '', /is TypeScript, which Node .* does not run/u);
  });

  it('a fault of ours is the outcome of that suite, and the run goes on', async () => {
    const startWorld = async (): Promise<never> => {
      throw new Error('this world is broken');
    };
    const needy = { ...mochaSuite('world', 'passes.js'), requires: ['thing'] };
    const result = await runLab([needy, mochaSuite('fine', 'passes.js')], {
      config: { components: [nodeService('thing', 'listen()')] },
      context: { startWorld },
    });
    assert.equal(suiteOf(result, 'world').outcome, 'errored');
    assert.equal(suiteOf(result, 'world').reason, 'harness');
    assert.match(suiteOf(result, 'world').failure?.message ?? '', /this world is broken/u);
    assert.equal(suiteOf(result, 'fine').outcome, 'passed');
  });
});
