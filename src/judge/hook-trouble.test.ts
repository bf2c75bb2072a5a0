import assert from 'node:assert/strict';
import type { Cause, ExchangeFact, Failure } from '#domain';
import { RunBuilder, raised } from '../../fixtures/tools/build-run.ts';
import { errorAnswer, rpcError } from '../../fixtures/tools/fault-scene.ts';
import { judge } from './judge.ts';

const CODES = [
  { code: '-1003', meaning: 'MediaMTX failed', blames: 'dependency', component: 'mediamtx' },
  { code: '-1006', meaning: 'not recording', blames: 'caller' },
  { code: '-1007', meaning: 'storage failed', blames: 'dependency', component: 'camera0' },
] as const;
const REQUIREMENT = {
  id: 'R-1',
  text: 'a',
  source: 'contract',
  status: 'approved',
  critical: true,
  kind: 'behaviour',
} as const;

const EXCHANGE: ExchangeFact = {
  kind: 'exchange',
  protocol: 'json-rpc',
  address: '127.0.0.1:21001',
  component: 'service',
  method: 'get_status',
  request: '{}',
  end: 'error',
  answer: '',
  tookMs: 4,
};

/** Tests that were answered with these codes, then a set-up that was refused, and a test that it kept from running. */
function causesOf(codes: readonly string[], leftOut: 'set-up' | 'time-limit' = 'set-up'): readonly Cause[] {
  const run = new RunBuilder({
    declared: { requirements: [REQUIREMENT], contract: { methods: [], routes: [], codes: CODES } },
  }).suite('s');
  const tests = codes.map((_, index) => `t${index}`);
  const [hook, kept] = [codes.length, codes.length + 1];
  const attempt = run.attempt('s', [...tests, announce('set-up'), announce('kept')]);
  const fail = (ordinal: number, code: string, reason: 'exception' | 'set-up'): void => {
    run.test(attempt, ordinal, reason === 'set-up' ? 'errored' : 'failed', { reason, failure: rpcError(code) });
    run.emit({ kind: 'fact-found', attempt, ordinal, fact: { ...EXCHANGE, ...errorAnswer(code) } });
  };
  for (const [ordinal, code] of codes.entries()) fail(ordinal, code, 'exception');
  fail(hook, '-1006', 'set-up');
  const failure: Failure = { type: 'not-run', message: 'not run', source: 'runner', frames: [] };
  run.test(attempt, kept, 'not-run', { reason: leftOut, failure });
  return judge(run.finish(attempt, 's', 'failed').end().state()).causes;
}

function announce(title: string): { titles: string[]; occurrence: number; requirements: string[] } {
  return { titles: ['files', title], occurrence: 1, requirements: [] };
}

const sizes = (causes: readonly Cause[]): unknown => causes.map(({ heading, effects }) => [heading, effects.length]);

describe('a set-up that was refused', () => {
  it('follows the one trouble of its attempt, with what it kept from running', () => {
    const causes = causesOf(['-1003', '-1003']);
    assert.deepEqual(sizes(causes), [['INTEGRATION_ISSUE', 4]]);
    const [cause = assert.fail()] = causes;
    assert.ok(cause.rules.includes('follows-failure'));
    assert.equal(cause.blocked.length, 1);
  });

  it('stays open where there are two, or none', () => {
    assert.equal(causesOf(['-1003', '-1007']).length, 3);
    assert.deepEqual(sizes(causesOf([])), [['UNCLASSIFIED', 2]]);
  });

  it('takes along what would not have run, whatever ended the process', () => {
    assert.deepEqual(sizes(causesOf(['-1003'], 'time-limit')), [['INTEGRATION_ISSUE', 3]]);
  });
});

describe('a teardown that finds nothing', () => {
  const NOTHING = raised("Cannot read properties of undefined (reading 'close')", { type: 'TypeError' });

  function causesOfTeardown(setUp: boolean): readonly Cause[] {
    const run = new RunBuilder().suite('s');
    const attempt = run.attempt('s', [announce('set-up'), announce('teardown')]);
    if (setUp) run.test(attempt, 0, 'errored', { reason: 'set-up', failure: raised('no login', { type: 'Error' }) });
    else run.test(attempt, 0, 'passed');
    run.test(attempt, 1, 'errored', { reason: 'teardown', failure: NOTHING });
    return judge(run.finish(attempt, 's', 'failed').end().state()).causes;
  }

  it('hangs on the set-up that failed', () => {
    assert.deepEqual(sizes(causesOfTeardown(true)), [['UNCLASSIFIED', 2]]);
  });

  it('is the fault of the test where no set-up had failed', () => {
    assert.deepEqual(sizes(causesOfTeardown(false)), [['TEST_ARTIFACT', 1]]);
  });
});
