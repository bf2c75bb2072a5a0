import assert from 'node:assert/strict';
import type { Frame } from '#domain';
import { judge } from './judge.ts';
import { RunBuilder, raised } from '../../fixtures/tools/build-run.ts';

/** A line of the suite's code, and what was raised there. */
type Raised = readonly [number, string];

const LIBRARY: Frame = { name: 'fetch', file: '/p/node_modules/f/f.js', line: 9, column: 1, origin: 'library' };

/** How many tests hang on each cause, with its id. */
function causesOf(all: readonly Raised[]): readonly (readonly [string, number])[] {
  const run = new RunBuilder().suite('s');
  const attempt = run.attempt(
    's',
    all.map((_, index) => `t${index}`),
  );
  for (const [ordinal, [line, message]] of all.entries()) {
    const frames: readonly Frame[] = [LIBRARY, { name: 'ask', file: '/p/a.test.js', line, column: 1, origin: 'test' }];
    const failure = { ...raised(message, { type: 'TypeError' }), frames };
    run.test(attempt, ordinal, 'failed', { reason: 'exception', failure });
  }
  const { causes } = judge(run.finish(attempt, 's', 'failed').end().state());
  return causes
    .filter(({ rules }) => rules[0] === 'misuse-before-contact')
    .map(({ id, effects }) => [id, effects.length] as const);
}

const counts = (all: readonly Raised[]): readonly number[] => causesOf(all).map(([, count]) => count);
const [ORDERS, WARES] = ['Failed to parse URL from undefined/orders', 'Failed to parse URL from undefined/wares'];

describe('one mistake of the tests', () => {
  it('is what one line does wrongly, whatever the text names', () => {
    assert.deepEqual(
      counts([
        [4, ORDERS],
        [4, WARES],
        [4, ORDERS],
      ]),
      [3],
    );
  });

  it('is another one at another line, and in other words', () => {
    assert.deepEqual(
      counts([
        [4, ORDERS],
        [7, WARES],
      ]),
      [1, 1],
    );
    assert.deepEqual(
      counts([
        [4, ORDERS],
        [4, 'Invalid value for the header'],
      ]),
      [1, 1],
    );
  });

  it('is bound through several lines by the same text, and has one id in any order', () => {
    const all: readonly Raised[] = [
      [4, ORDERS],
      [4, WARES],
      [7, WARES],
      [7, 'Failed to parse URL from undefined/x'],
    ];
    assert.deepEqual(counts(all), [4]);
    assert.deepEqual(causesOf(all), causesOf(all.toReversed()));
  });
});
