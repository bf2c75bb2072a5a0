import assert from 'node:assert/strict';
import type { Failure } from '#domain';
import { listComparisons } from './comparison.ts';
import { listDifferences, readCompared, readDifference } from './differences.ts';

function failureOf(message: string, sides: Pick<Failure, 'expected' | 'actual'> = {}): Failure {
  return { type: 'AssertionError', message, source: 'raised', frames: [], ...sides };
}

/** Texts as frameworks and people write them, with what came and what was wanted. */
const TEXTS: readonly (readonly [string, string, string])[] = [
  ['Expected values to be strictly equal:\n\n400 !== 201', '400', '201'],
  ["assert 'refused' == 'settled'", 'refused', 'settled'],
  ['expected 400 to equal 201', '400', '201'],
  ["expected 'a' to strictly equal 'b'", 'a', 'b'],
  ['parcels_test.go:39: got status 503, want 201', '503', '201'],
  ['parcels_test.go:44: postage 0, want 700', '0', '700'],
  ['parcels_test.go:44: got depot "NORD", want "SUED"', 'NORD', 'SUED'],
  ['want 201, got 503', '503', '201'],
  ['status code 200 of POST /orders, expected 201', '200', '201'],
  ['expected 201 but got 500', '500', '201'],
  ['parcel P1 is accepted after 5s, got accepted, want sorted', 'accepted', 'sorted'],
];

describe('what a failure compared', () => {
  for (const [text, came, wanted] of TEXTS) {
    it(`is read of ${JSON.stringify(text)}`, () => {
      const [first] = listComparisons(failureOf(text));
      assert.deepEqual([first?.came, first?.wanted], [came, wanted]);
    });
  }

  it('is nothing where a text speaks of values, or wants two that differ', () => {
    for (const text of ['Expected values to be strictly deep-equal:', 'assert 2 != 2', 'no answer within 10000 ms'])
      assert.deepEqual(listComparisons(failureOf(text)), [], text);
  });

  it('is what the assertion told, before what its text holds', () => {
    const failure = failureOf('{}: got 3, want 4', { actual: '{ a: 1, b: 2 }', expected: '{ a: 1, b: 7 }' });
    assert.deepEqual(listDifferences(failure), [{ came: '2', wanted: '7' }]);
    assert.deepEqual(readDifference(failure), [2, 7]);
    assert.deepEqual(readCompared(failure), ['3', '4']);
  });

  it('is told by the text where the assertion told yes and no', () => {
    const failure = failureOf('got 3 entries, want 4', { actual: 'false', expected: 'true' });
    assert.deepEqual(readCompared(failure), ['3', '4']);
    assert.deepEqual(listDifferences(failureOf('got 3, want 4', { actual: 'false', expected: 'true' })).length, 1);
  });
});
