import assert from 'node:assert/strict';
import { describeThrown } from './thrown.ts';

function thrownBy(act: () => void): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

const COMPARISONS: readonly (readonly [string, unknown, readonly (string | undefined)[]])[] = [
  ['two numbers', thrownBy(() => assert.equal(1, 2)), ['2', '1']],
  ['a value that is null', thrownBy(() => assert.equal(null, 2)), ['2', 'null']],
  ['a value that is not there', thrownBy(() => assert.equal(undefined, 'up')), ['up', 'undefined']],
  ['a value where none was wanted', thrownBy(() => assert.equal(7, undefined)), ['undefined', '7']],
  ['what Jest says', { matcherResult: { expected: 2, actual: null } }, ['2', 'null']],
  ['a failure that compares nothing', thrownBy(() => assert.fail('no')), [undefined, undefined]],
  ['an error that names one side', Object.assign(new Error('no'), { expected: 2 }), ['2', undefined]],
];

describe('what was thrown', () => {
  for (const [name, thrown, sides] of COMPARISONS) {
    it(`tells the two sides of ${name}`, () => {
      const { expected, actual } = describeThrown(thrown);
      assert.deepEqual([expected, actual], sides);
    });
  }
});
