import assert from 'node:assert/strict';
import type { RunEvent, SuiteState } from '#domain';
import { mochaSuite, nodeService } from '../../fixtures/tools/runner-config.ts';
import { listLab, runLab } from '../../fixtures/tools/runner-lab.ts';
import type { LabResult } from '../../fixtures/tools/runner-lab.ts';

function suiteOf(result: LabResult, name: string): SuiteState {
  const found = result.state.suites.find(({ planned }) => planned.name === name);
  assert.ok(found, name);
  return found;
}

const needing = (name: string, file = 'talks-to-service.js'): ReturnType<typeof mochaSuite> =>
  mochaSuite(name, file, { requires: ['api'], lane: 'integration' });

const worldsOf = (events: readonly RunEvent[]): readonly string[] =>
  events.flatMap((event) => (event.kind === 'world-starting' ? [event.world] : []));

describe('runner: worlds', () => {
  const api = nodeService('api', 'listen()');

  it('are fresh for each suite, and gone after it', async () => {
    const result = await runLab([needing('one'), needing('two')], { config: { components: [api] } });
    assert.deepEqual(
      result.state.suites.map(({ outcome }) => outcome),
      ['passed', 'passed'],
    );
    assert.equal(worldsOf(result.events).length, 2);
    assert.deepEqual(result.leftovers, []);
    const stopped = result.events.flatMap((event) => (event.kind === 'world-stopped' ? [event.survivors] : []));
    assert.deepEqual(stopped, [[], []]);
  });

  it('are shared by the suites of a worker where the scope is the run', async () => {
    const config = { components: [api], scope: 'run' } as const;
    const result = await runLab([needing('one'), needing('two'), mochaSuite('none', 'passes.js')], { config });
    assert.ok(result.state.suites.every(({ outcome }) => outcome === 'passed'));
    assert.equal(worldsOf(result.events).length, 1);
    assert.deepEqual(result.leftovers, []);
  });

  it('are given to no second suite once something was lost in them', async () => {
    const config = { components: [api], scope: 'run' } as const;
    const result = await runLab([needing('kills', 'kills-service.js'), needing('after')], { config });
    assert.equal(suiteOf(result, 'after').outcome, 'passed');
    assert.equal(worldsOf(result.events).length, 2);
  });

  it('are fresh for a retry, also where they are shared', async () => {
    const config = { components: [api], scope: 'run' } as const;
    const fails = { ...needing('fails', 'hook-after-fails.js'), retries: 1 };
    const result = await runLab([fails], { config });
    assert.deepEqual(
      suiteOf(result, 'fails').attempts.map(({ world }) => world),
      ['w1.1', 'w1.2'],
    );
  });

  it('that lose a component stop the suite that needs it, and keep what it had told', async () => {
    const result = await runLab([needing('kills', 'kills-service.js')], { config: { components: [api] } });
    const suite = suiteOf(result, 'kills');
    assert.deepEqual(
      suite.attempts[0]?.tests.map(({ outcome, reason }) => [outcome, reason]),
      [
        ['passed', undefined],
        ['errored', 'component-down'],
        ['not-run', 'component-down'],
      ],
    );
    assert.match(suite.failure?.message ?? '', /component api is down: .*SIGKILL/u);
    assert.equal(suite.failure?.source, 'incident');
  });

  it('that do not get ready block the suites that need them, naming the component, and no others', async () => {
    const dead = nodeService('api', 'process.stderr.write("no database here\\n"); process.exit(3)');
    const result = await runLab([needing('one'), needing('two'), needing('three'), mochaSuite('free', 'passes.js')], {
      config: { components: [dead] },
    });
    for (const name of ['one', 'two', 'three']) {
      const suite = suiteOf(result, name);
      assert.equal(suite.outcome, 'blocked');
      assert.equal(suite.blockedBy?.component, 'api');
      assert.match(suite.failure?.message ?? '', /component api is down/u);
      assert.equal(suite.attempts.length, 0);
    }
    assert.equal(suiteOf(result, 'free').outcome, 'passed');
    // What failed to start twice is not tried a third time.
    assert.equal(worldsOf(result.events).length, 2);
  });

  it('have a limit for their start', async () => {
    const mute = nodeService('api', 'setInterval(() => undefined, 1000)', {}, { readyTimeoutMs: 1000 });
    const result = await runLab([needing('waits')], { config: { components: [mute] } });
    const suite = suiteOf(result, 'waits');
    assert.equal(suite.outcome, 'blocked');
    assert.match(suite.failure?.message ?? '', /not ready/u);
    assert.deepEqual(result.leftovers, []);
  });

  it('are left at once when the run is interrupted while they start', async () => {
    const mute = nodeService('api', 'setInterval(() => undefined, 1000)', {}, { readyTimeoutMs: 60_000 });
    const interrupt = new AbortController();
    const result = await runLab([needing('waits')], {
      config: { components: [mute] },
      context: { interrupt: interrupt.signal },
      onEvent: (event) => {
        if (event.kind === 'component-state' && event.state === 'starting') interrupt.abort();
      },
    });
    assert.equal(result.how, 'interrupted');
    assert.equal(suiteOf(result, 'waits').outcome, 'not-run');
    assert.equal(suiteOf(result, 'waits').reason, 'user-interrupt');
    assert.deepEqual(result.leftovers, []);
  });
});

describe('runner: listing', () => {
  it('tells the tests of a suite without running one, and without a world', async () => {
    const { listed, leftovers } = await listLab(
      [needing('talks'), mochaSuite('hangs', 'hangs-in-test.js'), mochaSuite('broken', 'throws-while-loading.js')],
      { config: { components: [nodeService('api', 'process.exit(1)')] } },
    );
    assert.deepEqual(
      listed.map(({ tests }) => tests?.map(({ titles }) => titles.at(-1))),
      [
        ['gets an answer at the address that it was told', 'finds the same in its world file'],
        ['runs', 'waits for an answer that never comes', 'never comes'],
        undefined,
      ],
    );
    assert.match(listed[2]?.problem ?? '', /reading 'number'/u);
    assert.deepEqual(leftovers, []);
  });
});
