import assert from 'node:assert/strict';
import { measureLatency, percentile } from './latency.ts';

describe('latency', () => {
  it('percentiles are by nearest rank', () => {
    const samples = Array.from({ length: 100 }, (_none, index) => 100 - index);
    assert.deepEqual(
      [50, 95, 99, 100].map((percent) => percentile(samples, percent)),
      [50, 95, 99, 100],
    );
    assert.equal(percentile([7], 95), 7);
    assert.throws(() => percentile([], 95), /no samples/u);
  });

  it('a limit that is kept is met in the first round', async () => {
    let calls = 0;
    const verdict = await measureLatency(
      async () => {
        calls += 1;
        return Promise.resolve(calls === 1 ? 500 : 3);
      },
      { limitMs: 10, samples: 40 },
    );
    assert.equal(verdict.met, true);
    assert.equal(calls, 40);
    assert.match(verdict.sentence, /^p95 3\.0 ms, most 500\.0 ms over 40 samples; limit 10 ms/u);
  });

  it('a limit that is missed is tried again, and then told', async () => {
    let calls = 0;
    const verdict = await measureLatency(
      async () => {
        calls += 1;
        return Promise.resolve(500);
      },
      { limitMs: 10, samples: 5, rounds: 3 },
    );
    assert.equal(verdict.met, false);
    assert.equal(calls, 15);
  });
});
