import assert from 'node:assert/strict';
import { blameCaller } from './blame-caller.ts';

describe('blame of the caller', () => {
  it('keeps message and foreign frames, and drops those of the kit', () => {
    const error = new Error('two\nlines');
    const foreign = '    at order (/home/me/tests/orders.suite.js:7:3)';
    error.stack = `Error: two\nlines\n    at call (file://${import.meta.dirname}/rpc-client.js:56:19)\n${foreign}`;
    assert.equal(blameCaller(error).stack, `Error: two\nlines\n${foreign}`);
    assert.equal(error.message, 'two\nlines');
  });
});
