import assert from 'node:assert/strict';
import path from 'node:path';
import type { SuiteState } from '#domain';
import { SUITES_DIR, execSuite, mochaSuite } from '../../fixtures/tools/runner-config.ts';
import { runLab } from '../../fixtures/tools/runner-lab.ts';
import type { LabResult } from '../../fixtures/tools/runner-lab.ts';

const program = (name: string): string => path.resolve(SUITES_DIR, '../../../fixtures/programs', name);
const LIMITS = { maxOutputBytes: 1_000_000, maxMemoryBytes: 400_000_000, maxProcesses: 40, graceMs: 1000 };

function suiteOf(result: LabResult, name: string): SuiteState {
  const found = result.state.suites.find(({ planned }) => planned.name === name);
  assert.ok(found, name);
  return found;
}

describe('runner: limits', () => {
  let result: LabResult;
  before(async () => {
    const suites = [
      execSuite('memory', ['node', program('allocates-memory.js'), '4096']),
      execSuite('processes', ['bash', program('forks-without-end.sh'), 'setsid']),
      execSuite('output', ['bash', program('floods-stdout.sh')]),
      mochaSuite('events', 'floods-events.js'),
      mochaSuite('modest', 'passes.js'),
    ];
    result = await runLab(suites, { config: { limits: LIMITS } });
  });

  for (const [name, text] of [
    ['memory', /more than 400000000 bytes of memory/u],
    ['processes', /more than 40 processes/u],
    ['output', /more than 1000000 bytes/u],
  ] as const) {
    it(`of ${name} end only the suite that passes them`, () => {
      const suite = suiteOf(result, name);
      assert.equal(suite.outcome, 'crashed');
      assert.equal(suite.reason, `${name === 'processes' ? 'process' : name}-limit`);
      assert.match(suite.failure?.message ?? '', text);
      assert.equal(suite.failure?.source, 'limit');
    });
  }

  it('of output hold for the pipe of events too', () => {
    assert.equal(suiteOf(result, 'events').reason, 'output-limit');
    const warnings = result.events.filter((event) => event.kind === 'engine-warning');
    assert.ok(warnings.length < 60, `${warnings.length} warnings`);
  });

  it('leave the others and the machine as they were', () => {
    assert.equal(suiteOf(result, 'modest').outcome, 'passed');
    const budget = result.events.find((event) => event.kind === 'budget-measured');
    assert.ok(budget?.kind === 'budget-measured');
    assert.equal(budget.survivors, 0);
    assert.deepEqual(result.leftovers, []);
  });
});

describe('runner: order', () => {
  it('lets a suite that wants to be alone be alone, and so many others at once as there are workers', async () => {
    const running = new Set<string>();
    const company = new Map<string, number>();
    const suites = ['one', 'two', 'three'].map((name) => execSuite(name, ['sleep', '1']));
    const alone = execSuite('alone', ['sleep', '0.5'], { exclusive: true });
    await runLab([alone, ...suites], {
      selection: { workers: 2 },
      onEvent: (event) => {
        if (event.kind === 'attempt-started') {
          running.add(event.suite);
          for (const name of running) company.set(name, Math.max(company.get(name) ?? 0, running.size));
        } else if (event.kind === 'attempt-ended') running.delete(event.suite);
      },
    });
    assert.equal(company.get('alone'), 1);
    assert.equal(Math.max(...company.values()), 2);
  });

  it('runs only what matches -g, and a suite of which nothing matches is skipped', async () => {
    const result = await runLab([mochaSuite('some', 'passes.js'), mochaSuite('none', 'skips.js')], {
      request: { grep: 'adds' },
    });
    assert.deepEqual(
      suiteOf(result, 'some').attempts[0]?.tests.map(({ id }) => id.titles.at(-1)),
      ['adds'],
    );
    assert.equal(suiteOf(result, 'none').outcome, 'skipped');
  });
});
