import assert from 'node:assert/strict';
import { KeptExchanges } from './kept-exchanges.ts';
import type { TappedExchange } from './tap-orders.ts';

function exchange(atMs: number, end: 'answered' | 'silent'): TappedExchange {
  const about = {
    kind: 'exchange',
    protocol: 'http',
    address: 'a:1',
    method: 'GET /',
    request: '',
    answer: '',
  } as const;
  return { atMs, key: 'k', clients: [], fact: { ...about, end, tookMs: 1 } };
}

describe('exchanges of one harvest', () => {
  it('are all of them, while they are few', () => {
    const kept = new KeptExchanges();
    for (let atMs = 0; atMs < 1800; atMs += 1) kept.add(exchange(atMs, atMs % 3 === 0 ? 'silent' : 'answered'));
    assert.deepEqual([kept.all.length, kept.dropped], [1800, 0]);
  });

  it('are the first and the last, and what went wrong in between, in the order of time', () => {
    const kept = new KeptExchanges();
    const wrong = 5000;
    for (let atMs = 0; atMs < 10_000; atMs += 1) kept.add(exchange(atMs, atMs === wrong ? 'silent' : 'answered'));
    const moments = kept.all.map(({ atMs }) => atMs);
    assert.deepEqual(
      [moments[0], moments[599], moments[600], moments[601], moments.at(-1)],
      [0, 599, wrong, 9200, 9999],
    );
    assert.equal(kept.all.length + kept.dropped, 10_000);
  });
});
