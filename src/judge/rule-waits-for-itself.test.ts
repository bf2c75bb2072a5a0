import assert from 'node:assert/strict';
import { judge } from './judge.ts';
import { RunBuilder, raised } from '../../fixtures/tools/build-run.ts';

const TOLD = raised('Timeout of 2000ms exceeded\n(waiting with no open connection)', { type: 'Error' });

describe('a test that waits for itself', () => {
  function rulesOf(isEndTold: boolean): readonly string[] | undefined {
    const run = new RunBuilder().suite('s');
    const attempt = run.attempt('s', ['t']);
    const end = { reason: 'time-limit', failure: TOLD } as const;
    if (isEndTold) run.test(attempt, 0, 'timed-out', end);
    else run.emit({ kind: 'test-started', attempt, ordinal: 0 });
    return judge(run.finish(attempt, 's', 'timed-out', end).end().state()).causes[0]?.rules;
  }

  it('is known by its own words, not by those of its attempt', () => {
    assert.deepEqual(rulesOf(true), ['waits-for-itself']);
    assert.deepEqual(rulesOf(false), []);
  });
});
