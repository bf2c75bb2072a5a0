import assert from 'node:assert/strict';
import fc from 'fast-check';
import { findUnlike } from './find-unlike.ts';
import { mergeExchanges } from './merge-exchanges.ts';
import { nameRpc } from './name-rpc.ts';
import type { Exchange } from './read-exchanges.ts';

const one = (atMs: number, more: Partial<Exchange> = {}): Exchange => ({
  atMs,
  protocol: 'http',
  address: '127.0.0.1:80',
  method: 'GET /a',
  request: '',
  end: 'answered',
  answer: '',
  ...more,
});

describe('several records of exchanges', () => {
  it('tell what both hold once, in the words of the first', () => {
    const merged = mergeExchanges([
      [one(100, { answer: 'kit' })],
      [one(103, { answer: 'heard' }), one(500, { address: 'localhost:80' })],
      [one(101, { answer: 'seen' }), one(502), one(900, { answer: 'seen alone' })],
    ]);
    assert.deepEqual(
      merged.map(({ atMs, answer }) => [atMs, answer]),
      [
        [100, 'kit'],
        [500, ''],
        [900, 'seen alone'],
      ],
    );
  });

  it('are matched in time that grows as they do, also where none of one has its like in the other', function () {
    this.timeout(10_000);
    const many = (fromMs: number): readonly Exchange[] =>
      Array.from({ length: 20_000 }, (_, index) => one(fromMs + 2 * index, { tookMs: 1 }));
    assert.equal(mergeExchanges([many(0), many(5_000_000)]).length, 40_000);
  });

  it('are not of one exchange when asker, place, method or time differ', () => {
    const others = [
      one(0, { from: 'service' }),
      one(0, { address: 'a:81' }),
      one(0, { method: 'GET /b' }),
      one(5000),
      one(0, { protocol: 'websocket' }),
    ];
    for (const other of others) assert.equal(mergeExchanges([[one(0)], [other]]).length, 2);
  });

  it('are the first record, when the second holds the same a little later', () => {
    const times = fc.array(fc.integer({ min: 0, max: 100_000 }), { maxLength: 40 });
    fc.assert(
      fc.property(times, fc.integer({ min: 0, max: 50 }), (moments, late) => {
        const first = moments.map((atMs) => one(atMs, { answer: 'first' }));
        const second = moments.map((atMs) => one(atMs + late));
        const merged = mergeExchanges([first, second]);
        assert.equal(merged.length, first.length);
        assert.ok(merged.every(({ answer }) => answer === 'first'));
      }),
    );
  });
});

describe('an HTTP exchange that carries JSON-RPC', () => {
  const request = '{"jsonrpc": "2.0", "id": 1, "method": "get_x", "params": {}}';
  it('is of its method, and its error an error', () => {
    const answer = '{"jsonrpc":"2.0","id":1,"error":{"message":"no","code":-32603}}';
    const { protocol, method, end, code } = nameRpc(one(0, { method: 'POST /rpc', request, answer, code: '200' }));
    assert.deepEqual(
      { protocol, method, end, code },
      { protocol: 'json-rpc', method: 'get_x', end: 'error', code: '-32603' },
    );
  });

  it('and any other stays what it is', () => {
    for (const other of [
      one(0),
      one(0, { request: '{"method":"a"}' }),
      one(0, { request, end: 'silent' }),
      one(0, { request: `[${request}]` }),
    ])
      assert.equal(nameRpc(other), other);
  });
});

describe('a refused request', () => {
  it('between components is unlike others of its route that were answered', () => {
    const asked = { from: 'service', method: 'GET /prices/bred', end: 'error', code: '404' } as const;
    const milk = one(0, { from: 'service', method: 'GET /prices/milk' });
    assert.equal(findUnlike(one(0, asked), [milk]), 'GET /prices/milk was answered');
    assert.equal(findUnlike(one(0, asked), [one(0, { method: 'GET /prices/milk' })]), undefined);
    assert.equal(findUnlike(one(0, { ...asked, code: '500' }), [milk]), undefined);
  });

  const post = (request: string, more: Partial<Exchange> = {}): Exchange =>
    one(0, { method: 'POST /a', request, ...more });
  const refused = (request: string): Exchange => post(request, { end: 'error', code: '400' });
  const table: readonly (readonly [string, string, readonly Exchange[], string | undefined])[] = [
    ['a field of another sort', '{"n":"3"}', [post('{"n":3}')], 'n is a text, in accepted requests a number'],
    ['a field that is not there', '{"m":3}', [post('{"n":3}')], 'n is missing, which accepted requests hold'],
    ['no body', '', [post('{"n":3}')], 'n is missing, which accepted requests hold'],
    ['like one that was accepted', '{"n":0}', [post('{"n":3}')], undefined],
    ['like one of several', '{"n":0}', [post('{"n":3,"m":1}'), post('{"n":3}')], undefined],
    ['with a field more', '{"n":1,"x":2}', [post('{"n":3}')], undefined],
    ['with nothing to compare', '{"n":1}', [post('{"m":3}', { method: 'POST /b' })], undefined],
    [
      'parameters of JSON-RPC',
      '{"params":{}}',
      [post('{"params":{"device":"a"}}')],
      'device is missing, which accepted requests hold',
    ],
  ];
  for (const [name, request, accepted, sentence] of table) {
    it(`is compared with those that were accepted: ${name}`, () => {
      assert.equal(findUnlike(refused(request), [...accepted, refused(request)]), sentence);
    });
  }
});
