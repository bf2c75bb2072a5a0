import assert from 'node:assert/strict';
import type { Experiment } from '#domain';
import { RunBuilder, raised } from '../../fixtures/tools/build-run.ts';
import { judge } from './judge.ts';

const MADE: Experiment = {
  experiment: 'rerun-alone',
  suite: 's',
  test: 's::a',
  command: 'reality run s -g a',
  seed: 'x',
  result: 'same',
  note: 'it failed',
  costMs: 1,
};

function determinismWith(more: Partial<Experiment>): unknown {
  const run = new RunBuilder().suite('s');
  const attempt = run.attempt('s', ['a']);
  run.test(attempt, 0, 'failed', { reason: 'exception', failure: raised('boom') }).finish(attempt, 's', 'failed');
  run.emit({ kind: 'experiment-made', experiment: { ...MADE, ...more } });
  return judge(run.end().state()).causes[0]?.determinism;
}

describe('determinism', () => {
  it('counts how often an experiment ran the test, and not how often it may', () => {
    assert.deepEqual(determinismWith({ runs: { red: 1, of: 1 } }), { kind: 'stable', seen: 2, of: 2 });
    assert.deepEqual(determinismWith({ result: 'mixed', runs: { red: 1, of: 2 } }), { kind: 'flaky', seen: 2, of: 3 });
  });

  it('reads three runs from a journal that does not say', () => {
    assert.deepEqual(determinismWith({}), { kind: 'stable', seen: 4, of: 4 });
    assert.deepEqual(determinismWith({ result: 'not-done' }), { kind: 'once' });
  });
});
