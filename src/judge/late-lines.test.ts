import assert from 'node:assert/strict';
import { listEffects } from '#domain';
import type { Verdict } from '#rule';
import { raised } from '../../fixtures/tools/build-run.ts';
import { makeScene } from '../../fixtures/tools/fault-scene.ts';
import { findLateLines } from './late-lines.ts';

const [effect = assert.fail()] = makeScene({ failure: raised('1 !== 2') }).suites.flatMap(listEffects);

function verdict(rule: string, more: Partial<Verdict> = {}): Verdict {
  return {
    heading: rule === 'fault-code' ? 'SYSTEM_CRITICAL' : 'INTEGRATION_ISSUE',
    signature: `${rule}|a>b`,
    title: rule,
    evidence: [],
    remedy: { action: rule, verify: '' },
    against: [],
    rules: [rule],
    told: '500|POST /items|internal error',
    ...more,
  };
}

function titles(...verdicts: readonly Verdict[]): readonly string[] {
  return findLateLines(verdicts.map((one) => ({ effect, verdict: one }))).map((one) => one.verdict.title);
}

describe('lines that come too late', () => {
  it('are those of the same error by the same method', () => {
    const quiet = verdict('fault-code', { isQuiet: true });
    assert.deepEqual(titles(quiet, verdict('wrong-far-end')), ['wrong-far-end', 'wrong-far-end']);
  });

  it('are not missed where the service wrote something else, or answered something else', () => {
    const other = verdict('fault-code', { isQuiet: true, told: '500|POST /items|no such row' });
    assert.deepEqual(titles(verdict('fault-code'), other, verdict('wrong-far-end')), [
      'fault-code',
      'fault-code',
      'wrong-far-end',
    ]);
    assert.deepEqual(titles(verdict('fault-code', { isQuiet: true })), ['fault-code']);
  });
});
