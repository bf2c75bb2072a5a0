import assert from 'node:assert/strict';
import type { Cause, Incident, Severity } from '#domain';
import { RunBuilder, raised } from '../../fixtures/tools/build-run.ts';
import { judge } from './judge.ts';

const TESTS = ['a', 'b', 'c', 'd', 'e'].map((name) => ({ titles: [name], occurrence: 1, requirements: ['REQ-1'] }));
const REQUIREMENT = { id: 'REQ-1', source: 'x', status: 'approved', kind: 'x', text: 'x', critical: false } as const;

/** A service is lost in the test with this number; those after it fail, or never run. */
function causeOfLoss(lostIn: number, after: 'failed' | 'not-run', more: Partial<Incident> = {}): Cause {
  const run = new RunBuilder({ declared: { requirements: [REQUIREMENT] } }).suite('s');
  const attempt = run.attempt('s', TESTS);
  for (let ordinal = 0; ordinal < lostIn; ordinal += 1) run.test(attempt, ordinal, 'passed');
  run.incident('component-exited', { exit: { code: 1, signal: null }, ...more });
  for (let ordinal = lostIn; ordinal < TESTS.length; ordinal += 1) {
    if (ordinal === lostIn || after === 'failed')
      run.test(attempt, ordinal, 'failed', { reason: 'exception', failure: raised('connect ECONNREFUSED') });
    else run.test(attempt, ordinal, 'not-run', { reason: 'component-down', failure: raised('it never ran') });
  }
  const { causes } = judge(run.finish(attempt, 's', 'failed').end().state());
  return causes[0] ?? assert.fail();
}

describe('severity of a loss', () => {
  const table: readonly (readonly [string, Cause, Severity])[] = [
    ['that most tests of a suite felt', causeOfLoss(0, 'failed'), 'blocks-harness'],
    ['after which most tests never ran', causeOfLoss(0, 'not-run'), 'blocks-harness'],
    ['by whoever killed it', causeOfLoss(0, 'failed', { exit: { code: null, signal: 'SIGKILL' } }), 'blocks-harness'],
    ['near the end of a suite', causeOfLoss(3, 'failed'), 'core-flow'],
    ['in the last test', causeOfLoss(4, 'not-run'), 'core-flow'],
  ];
  for (const [name, { severity }, expected] of table)
    it(`${name} is ${expected}`, () => assert.equal(severity, expected));
});
