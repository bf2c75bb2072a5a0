import assert from 'node:assert/strict';
import type { Exchange } from './read-exchanges.ts';
import { makeTeller } from './told-before.ts';

const exchange = (atMs: number, method: string, more: Partial<Exchange> = {}): Exchange => ({
  atMs,
  protocol: 'http',
  address: '127.0.0.1:1',
  method,
  request: '',
  end: 'answered',
  answer: '{}',
  ...more,
});
const token = (exp: number): string =>
  `eyJhbGciOiJIUzI1NiJ9.${Buffer.from(JSON.stringify({ exp })).toString('base64url')}.c2ln`;

describe('what was said before a refusal', () => {
  it('is whether what it names was handed out, deleted, or never spoken of', () => {
    const lost = ['/orders/7', '/orders/8', '/orders/9', '/orders/3'].map((path, index) =>
      exchange(10 + index, `GET ${path}`, { end: 'error', code: '404', answer: '{"error":"no order"}' }),
    );
    const tell = makeTeller([
      exchange(1, 'POST /orders', { answer: '{"id":7,"count":3}' }),
      exchange(2, 'GET /orders', { answer: '{"orders":[{"id":7},{"id":8}]}' }),
      exchange(3, 'DELETE /orders/8', { answer: '' }),
      ...lost,
    ]);
    assert.deepEqual(
      lost.map((one) => tell(one).named),
      [
        [{ name: '7', state: 'told' }],
        [{ name: '8', state: 'gone' }],
        [{ name: '9', state: 'untold' }],
        // A count of 3 is no order 3, and may be one that was told of elsewhere.
        undefined,
      ],
    );
  });

  it('is whether what was given by name was deleted, where the refusal speaks of it', () => {
    const call = (atMs: number, method: string, more: Partial<Exchange> = {}): Exchange =>
      exchange(atMs, method, { protocol: 'json-rpc', request: '{"params":{"filename":"door1.jpg"}}', ...more });
    const lost = call(4, 'get_info', { end: 'error', code: '-5', answer: '{"message":"no such file: door1.jpg"}' });
    const all = [call(1, 'take', { answer: '{"filename":"door1.jpg"}' }), call(2, 'delete_file'), lost];
    assert.deepEqual(makeTeller(all)(lost).named, [{ name: 'door1.jpg', state: 'gone' }]);
    assert.deepEqual(makeTeller([all[0] ?? lost, lost])(lost).named, [{ name: 'door1.jpg', state: 'told' }]);
  });

  it('is whether a path that was given stood in an answer', () => {
    const call = (atMs: number, path: string, more: Partial<Exchange> = {}): Exchange =>
      exchange(atMs, 'look', { protocol: 'json-rpc', request: JSON.stringify({ params: { path } }), ...more });
    const lost = ['/run/a/video0', '/dev/video0'].map((path, index) =>
      call(5 + index, path, { end: 'error', code: '-5', answer: JSON.stringify({ message: `no camera ${path}` }) }),
    );
    const list = call(1, '', { answer: '{"cameras":[{"device":"/run/a/video0"}]}' });
    const tell = makeTeller([list, ...lost]);
    assert.deepEqual(
      lost.map((one) => tell(one).named),
      [[{ name: '/run/a/video0', state: 'told' }], [{ name: '/dev/video0', state: 'untold' }]],
    );
    const isCut = makeTeller([{ ...list, answer: list.answer.padEnd(1000) }, ...lost]);
    assert.equal(isCut(lost[1] ?? list).named, undefined);
  });

  it('is nothing sure after an answer that was cut', () => {
    const lost = exchange(2, 'GET /orders/9', { end: 'error', code: '404' });
    assert.equal(makeTeller([exchange(1, 'GET /orders', { answer: 'x'.repeat(1000) }), lost])(lost).named, undefined);
  });

  it('is the end of the token that was given last on the connection, and never the token', () => {
    const call = (atMs: number, connection: string, more: Partial<Exchange>): Exchange =>
      exchange(atMs, 'authenticate', { protocol: 'json-rpc', connection, nth: 1, ...more });
    const refused = call(9, 'a', { end: 'error', code: '-1', nth: 3 });
    const told = makeTeller([
      call(1, 'a', { request: token(1_000_000_000) }),
      call(2, 'a', { request: token(1_000_000_500) }),
      call(3, 'b', { request: token(1_000_000_900) }),
      refused,
    ])(refused);
    assert.deepEqual(told, { connection: 'a', nth: 3, tokenEndsMs: 1_000_000_500_000 });
  });

  it('is no count of messages on a connection that is older than a minute', () => {
    const late = exchange(70_000, 'ping', { protocol: 'json-rpc', connection: 'a', nth: 9, end: 'error' });
    assert.equal(makeTeller([exchange(1, 'ping', { connection: 'a', nth: 1 }), late])(late).nth, undefined);
  });
});
