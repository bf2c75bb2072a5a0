import assert from 'node:assert/strict';
import { RunBuilder, raised } from '../../fixtures/tools/build-run.ts';
import { judge } from './judge.ts';

describe('what never ran', () => {
  it('hangs on its set-up where the process then did not end, and so does what the teardown missed', () => {
    const run = new RunBuilder().suite('s');
    const titles = [
      ['other', 'fails'],
      ['g', '"before all" hook'],
      ['g', 'never'],
      ['g', '"after all" hook'],
    ];
    const attempt = run.attempt(
      's',
      titles.map((of) => ({ titles: of, occurrence: 1, requirements: [] })),
    );
    const nothing = raised("Cannot read properties of undefined (reading 'close')", { type: 'TypeError' });
    run.test(attempt, 0, 'failed', { reason: 'assertion', failure: raised('of its own') });
    run.test(attempt, 1, 'errored', { reason: 'set-up', failure: raised('no token') });
    run.test(attempt, 2, 'not-run', { reason: 'time-limit', failure: raised('not run: the process did not exit') });
    run.test(attempt, 3, 'errored', { reason: 'teardown', failure: nothing });
    run.finish(attempt, 's', 'timed-out', { reason: 'time-limit', end: { cause: 'time-limit' } }).end();
    assert.deepEqual(
      judge(run.state()).causes.map((cause) => cause.effects),
      [['s::g > "before all" hook', 's::g > "after all" hook', 's::g > never'], ['s::other > fails']],
    );
  });
});
