import assert from 'node:assert/strict';
import type { Effect, Failure } from '#domain';
import { headline } from './headline.ts';

type Said = Partial<Failure> & Pick<Failure, 'message'>;

const LINES: readonly (readonly [string, Said, string])[] = [
  [
    'both sides, where the text draws a difference',
    { message: 'Expected values to be strictly equal:\n+ actual\n\n+ 1\n- 2', expected: '2', actual: '1' },
    'wanted 2, got 1',
  ],
  [
    'the text, where one side is long',
    { message: 'Expected values to be strictly equal', expected: 'x'.repeat(90), actual: '1' },
    'AssertionError: Expected values to be strictly equal',
  ],
  [
    'the text, where somebody wrote it',
    { message: 'the camera is gone', expected: '2', actual: '1' },
    'AssertionError: the camera is gone',
  ],
];

describe('the headline of a failure', () => {
  for (const [name, said, line] of LINES) {
    it(`is ${name}`, () => {
      const failure: Failure = { type: 'AssertionError', source: 'raised', frames: [], ...said };
      assert.equal(headline({ failure, outcome: 'failed', reason: 'assertion' } as Effect), line);
    });
  }
});
