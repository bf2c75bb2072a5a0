import assert from 'node:assert/strict';
import { makeKeptFinder } from './find-kept.ts';
import type { Exchange } from './read-exchanges.ts';

function exchange(atMs: number, answer: string, more: Partial<Exchange> = {}): Exchange {
  const base = { protocol: 'http', address: 'a:1', method: 'GET /x', request: '', end: 'answered', tookMs: 1 } as const;
  return { ...base, atMs, answer, ...more };
}

const told = (atMs: number, answer: string): Exchange => exchange(atMs, answer, { from: 'service' });

describe('values that were told for another test', () => {
  const first = { exchange: told(1, '{"depot":"MITTE"}'), ordinal: 0 };
  const asked = exchange(5, '{"depot":"MITTE","to":"Ada"}', { request: '{"to":"Ada"}' });

  it('are those of an earlier one, in an answer of a test for which nobody told them', () => {
    assert.deepEqual(makeKeptFinder([first, { exchange: asked, ordinal: 1 }])(asked, 1), ['MITTE']);
  });

  it('are not what was told again, later, or by the test itself', () => {
    const again = { exchange: told(4, '{"depot":"MITTE"}'), ordinal: 1 };
    const later = { exchange: told(9, '{"depot":"MITTE"}'), ordinal: 2 };
    const own = exchange(5, '{"depot":"MITTE"}', { request: '{"depot":"MITTE"}' });
    assert.equal(makeKeptFinder([first, again])(asked, 1), undefined);
    assert.equal(makeKeptFinder([later])(asked, 1), undefined);
    assert.equal(makeKeptFinder([first, { exchange: own, ordinal: 1 }])(own, 1), undefined);
  });

  it('are the names in a question that only another test had named', () => {
    const of = (atMs: number, product: string): Exchange =>
      exchange(atMs, '{}', { method: 'POST /orders', request: `{"product":"${product}"}` });
    const question = exchange(6, '{"product":"bread"}', { from: 'service', method: 'GET /prices/bread' });
    const find = makeKeptFinder([
      { exchange: of(1, 'bread'), ordinal: 0 },
      { exchange: of(5, 'milk'), ordinal: 1 },
      { exchange: question, ordinal: 1 },
    ]);
    assert.deepEqual(find(question, 1), ['bread']);
    assert.equal(find({ ...question, method: 'GET /prices/milk' }, 1), undefined);
  });
});
