import assert from 'node:assert/strict';
import { RunBuilder, raised } from '../../fixtures/tools/build-run.ts';
import { makeScene } from '../../fixtures/tools/fault-scene.ts';
import { judge } from './judge.ts';

describe('judge: a rule that fails', () => {
  const broken = {
    get kind(): never {
      throw new Error('no such kind');
    },
  };

  it('is named, and what it was asked about stays open', () => {
    const state = makeScene({ failure: raised('expected 1 to equal 2') });
    const suites = state.suites.map((suite) => ({
      ...suite,
      // A fact that no decoder would let through stands in for a mistake in a rule.
      attempts: suite.attempts.map((attempt) => ({
        ...attempt,
        facts: [{ seq: 3, atMs: 0, ordinal: 0, fact: broken as never }],
      })),
    }));
    const { causes } = judge({ ...state, suites });
    assert.deepEqual(
      causes.map((cause) => [cause.heading, cause.effects]),
      [['UNCLASSIFIED', ['s::t']]],
    );
    assert.match(causes[0]?.title ?? '', /^the rule weighing failed, so this is not judged/u);
    assert.match(causes[0]?.remedy.action ?? '', /no such kind/u);
  });

  it('is named where it looks at what nobody felt', () => {
    const state = new RunBuilder().green('s', ['t']).end().state();
    const incident = Object.defineProperty({ intended: false, world: 'w', id: 'i' }, 'kind', {
      get: () => assert.fail('no kind'),
    });
    const { causes } = judge({ ...state, incidents: [{ incident: incident as never, seq: 1, openedAtMs: 0 }] });
    assert.deepEqual(
      causes.map((cause) => [cause.heading, cause.effects.length]),
      [['UNCLASSIFIED', 0]],
    );
    assert.match(causes[0]?.title ?? '', /^the rule incident failed/u);
  });
});
