import assert from 'node:assert/strict';
import { RunBuilder, raised } from '../../fixtures/tools/build-run.ts';
import { judge } from './judge.ts';

/** How many tests hang on each cause of suites whose tests failed in these words. */
function countsOf(suites: Readonly<Record<string, readonly string[]>>): readonly number[] {
  const run = new RunBuilder();
  for (const [suite, messages] of Object.entries(suites)) {
    run.suite(suite);
    const attempt = run.attempt(
      suite,
      messages.map((_, index) => `t${index}`),
    );
    for (const [ordinal, message] of messages.entries()) {
      run.test(attempt, ordinal, 'failed', { reason: 'assertion', failure: raised(message) });
    }
    run.finish(attempt, suite, 'failed');
  }
  const { causes } = judge(run.end().state());
  return causes.filter(({ rules }) => rules[0] === 'misused-framework').map(({ effects }) => effects.length);
}

const [ITEM, ALL] = [
  'wares_test.go:73: GET /wares/P000002: http: read on closed response body',
  'wares_test.go:82: GET /wares: http: read on closed response body',
];

describe('a framework that is used wrongly', () => {
  it('is one mistake of a suite, whatever line and route stand before its words', () => {
    assert.deepEqual(countsOf({ one: [ITEM, ALL] }), [2]);
    const twice = (title: string): string => `done() called multiple times in test <${title}> of file /p/${title}.js`;
    assert.deepEqual(countsOf({ one: [twice('wares are sold'), twice('wares are bought')] }), [2]);
  });

  it('is another one in other words, and in another suite', () => {
    const [map, channel] = ['panic: assignment to entry in nil map', 'panic: send on closed channel'];
    assert.deepEqual(countsOf({ one: [map, channel] }), [1, 1]);
    assert.deepEqual(countsOf({ one: [ITEM, 'panic: sync: negative WaitGroup counter'] }), [1, 1]);
    assert.deepEqual(countsOf({ one: [ITEM], other: [ALL] }), [1, 1]);
    assert.deepEqual(countsOf({ one: ['Fixture "ware" called directly', 'Fixture "shop" called directly'] }), [1, 1]);
  });
});
