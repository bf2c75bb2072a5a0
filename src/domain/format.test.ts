import assert from 'node:assert/strict';
import { count, formatBytes, formatDuration, formatRate } from './format.ts';

describe('formats', () => {
  it('of bytes, durations and counts', () => {
    assert.deepEqual([0, 999, 1000, 1.5e6, 2e9, 3e12].map(formatBytes), [
      '0 B',
      '999 B',
      '1.0 kB',
      '1.5 MB',
      '2.0 GB',
      '3000.0 GB',
    ]);
    assert.deepEqual([0, 850.4, 12_345, 245_000].map(formatDuration), ['0 ms', '850 ms', '12.3 s', '4 min 5 s']);
    assert.deepEqual(
      [count(1, 'cause'), count(2, 'cause'), count(2, 'pass', 'passes')],
      ['1 cause', '2 causes', '2 passes'],
    );
  });

  it('of rates never round up', () => {
    assert.equal(formatRate(99_999 / 100_000, 4), '0.9999');
    assert.equal(formatRate(1, 4), '1.0000');
    assert.equal(formatRate(99.99, 1), '99.9');
    assert.equal(formatRate((29 / 100) * 100, 1), '29.0');
  });
});
