import assert from 'node:assert/strict';
import type { Outcome } from '#domain';
import { assessRun } from '../../fixtures/tools/assess-run.ts';
import { RunBuilder, raised } from '../../fixtures/tools/build-run.ts';
import { compareRuns } from './compare.ts';

/** Title → outcome, each red one of a text of its own. */
function runOf(tests: Readonly<Record<string, Outcome>>, flaky: readonly string[] = []): RunBuilder {
  const run = new RunBuilder().suite('s');
  const titles = Object.keys(tests);
  const attempt = run.attempt('s', titles);
  for (const [ordinal, title] of titles.entries()) {
    const outcome = tests[title] ?? 'passed';
    const marks = flaky.includes(title) ? (['flaky'] as const) : [];
    run.test(attempt, ordinal, outcome, outcome === 'passed' ? { marks } : { failure: raised(`${title} is wrong`) });
  }
  const isRed = Object.values(tests).some((outcome) => outcome !== 'passed' && outcome !== 'skipped');
  return run.finish(attempt, 's', isRed ? 'failed' : 'passed').end();
}

function compare(before: RunBuilder, after: RunBuilder): ReturnType<typeof compareRuns> {
  return compareRuns(assessRun(before.stored()), assessRun(after.stored()));
}

describe('comparison', () => {
  const before = runOf({ a: 'failed', b: 'failed', c: 'failed', d: 'failed', e: 'passed', f: 'passed' }, ['f']);
  const after = runOf({ a: 'failed', b: 'passed', c: 'skipped', e: 'failed', f: 'passed' });
  const told = compare(before, after);

  it('says of each test what became of it', () => {
    assert.deepEqual(told.stillFailing, ['s::a']);
    assert.deepEqual(told.fixed, ['s::b']);
    assert.deepEqual(told.notSeen, ['s::c', 's::d']);
    assert.deepEqual(told.newlyFailing, ['s::e']);
    assert.deepEqual(told.flaky, ['s::f']);
  });

  it('calls a cause fixed only when everything that felt it ran again and passed', () => {
    const changes = told.causes.map(({ change, cause }) => [cause.effects[0], change]);
    assert.deepEqual(
      new Map(changes.map(([effect, change]) => [effect, change])),
      new Map([
        ['s::a', 'still'],
        ['s::b', 'fixed'],
        ['s::c', 'not-seen'],
        ['s::d', 'not-seen'],
        ['s::e', 'new'],
      ]),
    );
  });

  it('ends with 1 for something new alone', () => {
    assert.equal(told.exitCode, 1);
    assert.equal(compare(before, before).exitCode, 0);
    assert.equal(compare(before, runOf({ a: 'passed' })).exitCode, 0);
    assert.equal(compare(runOf({ a: 'passed' }), runOf({ a: 'failed' })).exitCode, 1);
  });

  it('lets a suite that ran again answer for the one that was blocked', () => {
    const failure = raised('down');
    const blocked = new RunBuilder().suite('s');
    blocked.emit({ kind: 'suite-ended', suite: 's', outcome: 'blocked', reason: 'host-need', marks: [], failure });
    const { fixed, causes } = compare(blocked.end(), runOf({ a: 'passed' }));
    assert.deepEqual(fixed, ['s::(blocked)']);
    assert.deepEqual(
      causes.map((one) => one.change),
      ['fixed'],
    );
  });
});
