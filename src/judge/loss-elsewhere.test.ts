import assert from 'node:assert/strict';
import type { Declared, Failure } from '#domain';
import { RunBuilder, raised } from '../../fixtures/tools/build-run.ts';
import { judge } from './judge.ts';

const COMPONENTS: Declared['components'] = [{ name: 'service', kind: 'service' }];

function refused(port: number): Failure {
  return raised(`connect ECONNREFUSED 127.0.0.1:${port}`, { code: 'ECONNREFUSED', peer: `127.0.0.1:${port}` });
}

describe('a loss shortly after a failure', () => {
  it('does not take along what asked for somebody who never was', () => {
    const run = new RunBuilder({ declared: { components: COMPONENTS } }).suite('s');
    run.emit({ kind: 'world-starting', world: 'w1', suites: ['s'], components: ['service'] });
    run.emit({ kind: 'port-leased', world: 'w1', component: 'service', name: 'ws', port: 21_001 });
    const attempt = run.attempt('s', ['stranger', 'nobody', 'ours']);
    const unknown = raised('getaddrinfo ENOTFOUND no-such.invalid', { code: 'ENOTFOUND' });
    run.test(attempt, 0, 'failed', { reason: 'exception', failure: refused(59_999), durationMs: 5 });
    run.test(attempt, 1, 'failed', { reason: 'exception', failure: unknown, durationMs: 5 });
    run.test(attempt, 2, 'failed', { reason: 'exception', failure: refused(21_001), durationMs: 5 }).wait(50);
    run.incident('component-exited', { exit: { code: 1, signal: null } });
    const { causes } = judge(run.finish(attempt, 's', 'failed').end().state());
    assert.deepEqual(
      causes.map(({ heading, effects }) => [heading, ...effects]),
      [
        ['SYSTEM_CRITICAL', 's::ours'],
        ['TEST_ARTIFACT', 's::stranger'],
        ['TEST_ARTIFACT', 's::nobody'],
      ],
    );
  });
});
