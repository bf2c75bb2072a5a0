import assert from 'node:assert/strict';
import { makeElsewhereFinder } from './find-elsewhere.ts';
import type { InTest } from './find-elsewhere.ts';
import type { Exchange } from './read-exchanges.ts';

function exchange(atMs: number, method: string, more: Partial<Exchange> = {}): Exchange {
  const base = { protocol: 'http', address: 'a:1', request: '', end: 'answered', answer: '{}', tookMs: 1 } as const;
  return { ...base, atMs, method, ...more };
}

const order = (atMs: number, id: number, product: string, total: number): Exchange =>
  exchange(atMs, 'POST /orders', {
    request: `{"product":"${product}","count":3}`,
    answer: `{"id":${id},"total":${total}}`,
  });

const window = { ordinal: 0, fromMs: 0, toMs: 9, isRed: false, isPassed: true };
const red = { ...window, ordinal: 1, isRed: true, isPassed: false, wanted: '750' };
const passed = (one: Exchange): InTest => ({ exchange: one, window });
const hows = (of: Exchange, placed: readonly InTest[]): readonly string[] =>
  (makeElsewhereFinder([...placed, { exchange: of, window: red }])(of, red) ?? []).map(
    ({ how, method, answer }) => `${how} ${method} ${answer}`,
  );

describe('what tests that passed were told', () => {
  const bread = order(1, 1, 'bread', 750);
  const salt = order(5, 2, 'salt', 240);

  it('is what is wanted, for another question by the same route', () => {
    assert.deepEqual(hows(salt, [passed(bread)]), ['wanted POST /orders {"id":1,"total":750}']);
    const quote = exchange(5, 'GET /quotes?to=CHF', { answer: '{"credited":952}' });
    const other = exchange(1, 'GET /quotes?to=USD', { answer: '{"rate":"1.750","credited":750}' });
    assert.deepEqual(hows(quote, [passed(other)]).length, 1);
  });

  it('is not what the answer itself holds, nor what another route was told, nor what came to a test that did not pass', () => {
    assert.deepEqual(hows({ ...salt, answer: '{"total":750}' }, [passed(bread)]), []);
    assert.deepEqual(hows(salt, [passed({ ...bread, method: 'POST /wares' })]), []);
    assert.deepEqual(hows(salt, [{ exchange: bread, window: { ...window, isPassed: false } }]), []);
  });

  it('is the answer to the very question, or to one with other numbers', () => {
    assert.deepEqual(hows(salt, [passed({ ...salt, atMs: 2, answer: '{"total":9}' })]), [
      'same POST /orders {"total":9}',
    ]);
    const fewer = { ...salt, atMs: 2, request: salt.request.replace('3', '2'), answer: '{"total":160}' };
    assert.deepEqual(hows(salt, [passed(fewer)]), ['like POST /orders {"total":160}']);
    const call = exchange(5, 'get', {
      protocol: 'json-rpc',
      request: '{"id":7,"method":"get"}',
      answer: '{"result":1}',
    });
    assert.deepEqual(hows(call, [passed({ ...call, atMs: 1, request: '{"id":3,"method":"get"}' })]), [
      'same get {"result":1}',
    ]);
  });

  it('is the making of what is asked for, unless the test was told of that itself', () => {
    const read = exchange(6, 'GET /orders/1', { answer: '{"id":1,"total":800}' });
    assert.deepEqual(hows(read, [passed(bread)]), ['made POST /orders {"id":1,"total":750}']);
    assert.deepEqual(hows(read, [passed(bread), { exchange: order(4, 1, 'milk', 1), window: red }]), []);
    assert.deepEqual(hows({ ...read, method: 'GET /orders/2' }, [passed(bread)]), []);
    assert.deepEqual(hows(read, [passed(bread), passed(exchange(3, 'POST /orders/1/cancel'))]), []);
  });
});
