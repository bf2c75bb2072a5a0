import assert from 'node:assert/strict';
import { isOfOthers, listThings } from './named-things.ts';
import type { Exchange } from './read-exchanges.ts';

const exchange = (method: string, answer = ''): Exchange => ({
  atMs: 0,
  protocol: 'http',
  address: '127.0.0.1:80',
  method,
  request: '',
  end: 'answered',
  answer,
});

describe('things that exchanges and lines name', () => {
  it('are those of a route, and what was made there', () => {
    assert.deepEqual(listThings(exchange('GET /accounts/11/entries?from=2')), ['account/11']);
    assert.deepEqual(listThings(exchange('POST /transfers', '{"id": 4, "from": 9}')), ['transfer/4']);
    assert.deepEqual(listThings(exchange('GET /health', '{"id": 4}')), []);
  });

  it('tell whose a line is: of another test, where it names only what that one dealt with', () => {
    const [own, all] = [new Set(['transfer/4', 'account/9']), new Set(['transfer/2', 'transfer/4', 'account/9'])];
    for (const line of ['ERROR transfer 2 waits', 'ERROR GET /transfers/2 failed', 'ERROR transfer_id=2 is lost'])
      assert.ok(isOfOthers(line, own, all), line);
    const others = [
      'ERROR transfer 4 waits',
      'ERROR transfer 2 waits for transfer 4',
      'ERROR attempt 2 failed',
      'ERROR',
    ];
    for (const line of others) assert.ok(!isOfOthers(line, own, all), line);
  });
});
