import assert from 'node:assert/strict';
import { makeSharedFinder } from './find-shared.ts';
import type { Exchange } from './read-exchanges.ts';

function exchange(atMs: number, method: string, more: Partial<Exchange> = {}): Exchange {
  const base = { protocol: 'http', address: 'a:1', request: '', end: 'answered', answer: '{}', tookMs: 1 } as const;
  return { ...base, atMs, method, ...more };
}

describe('names that several tests give', () => {
  const made = exchange(1, 'POST /orders', { request: '{"who":"Ada"}' });
  const read = exchange(5, 'GET /people/Ada');
  const all = [
    { exchange: made, ordinal: 0 },
    { exchange: { ...made, atMs: 4 }, ordinal: 1 },
    { exchange: read, ordinal: 1 },
  ];

  it('are those of a route that a test before had given in a request', () => {
    assert.deepEqual(makeSharedFinder(all)({ exchange: read, ordinal: 1 }), ['Ada']);
  });

  it('are not those that the test alone gave, nor of a later one, nor of what components ask each other', () => {
    assert.equal(makeSharedFinder(all.slice(1))({ exchange: read, ordinal: 1 }), undefined);
    assert.equal(makeSharedFinder([{ exchange: made, ordinal: 2 }])({ exchange: read, ordinal: 1 }), undefined);
    assert.equal(makeSharedFinder(all)({ exchange: { ...read, from: 'service' }, ordinal: 1 }), undefined);
  });
});
