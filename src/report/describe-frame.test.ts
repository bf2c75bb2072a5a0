import assert from 'node:assert/strict';
import { describeFrame } from './describe-frame.ts';

describe('a frame of a stack', () => {
  it('is a function and its place, or the place alone', () => {
    const frame = { file: 'suites/a.ts', line: 12, column: 3, name: 'f' };
    assert.equal(describeFrame(frame), '    at f (suites/a.ts:12:3)');
    assert.equal(describeFrame({ ...frame, name: '' }), '    at suites/a.ts:12:3');
  });
});
