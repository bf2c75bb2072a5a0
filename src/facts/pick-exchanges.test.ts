import assert from 'node:assert/strict';
import { pickExchanges } from './pick-exchanges.ts';
import type { ExchangeContext } from './exchange-fact.ts';
import { readExchanges } from './read-exchanges.ts';

const asked = (id: string, at: number, more: object = {}): string =>
  JSON.stringify({
    asked: id,
    at,
    protocol: 'json-rpc',
    address: '127.0.0.1:21',
    method: 'ping',
    request: '{}',
    ...more,
  });
const ended = (id: string, at: number, end: string, more: object = {}): string =>
  JSON.stringify({ ended: id, at, end, answer: '{"ok":1}', ...more });

describe('a record of exchanges', () => {
  it('joins question and answer, and knows what was never answered', () => {
    const { exchanges } = readExchanges(
      [asked('a', 10), asked('b', 20), ended('a', 25, 'error', { code: '-1' })].join('\n'),
    );
    assert.deepEqual(
      exchanges.map(({ end, code, tookMs }) => [end, code, tookMs]),
      [
        ['error', '-1', 15],
        ['silent', undefined, undefined],
      ],
    );
  });

  it('takes whole exchanges in one line, as other languages may write them', () => {
    const line = {
      at: 5,
      tookMs: 3,
      protocol: 'http',
      address: 'a:1',
      method: 'GET /',
      request: '',
      end: 'answered',
      answer: '',
    };
    const { exchanges } = readExchanges(`${JSON.stringify(line)}\n${JSON.stringify(line)}\n`);
    assert.deepEqual(
      exchanges.map(({ tookMs }) => tookMs),
      [3, 3],
    );
  });

  it('knows nothing of what lies in a gap, and does not call it silent', () => {
    const line = (id: string, atMs: number): string =>
      `{"asked":"${id}","at":${atMs},"protocol":"http","address":"a:1","method":"GET /${id}"}`;
    const end = (id: string, atMs: number): string => `{"ended":"${id}","at":${atMs},"end":"answered"}`;
    const first = [line('one', 1), end('one', 2), line('cut', 3), line('long', 4), '{"full":true}'].join('\n');
    const later = [end('unknown', 8), end('long', 9), line('last', 10)].join('\n');
    const { exchanges, damaged, isFull } = readExchanges(first, later);
    assert.deepEqual(
      exchanges.map(({ method, end: how }) => [method, how]),
      [
        ['GET /one', 'answered'],
        ['GET /long', 'answered'],
        ['GET /last', 'silent'],
      ],
    );
    assert.deepEqual([damaged, isFull], [0, true]);
  });

  it('never throws: what is no line of it is counted', () => {
    const { exchanges, damaged, isFull } = readExchanges(
      [
        'nonsense',
        '[]',
        'null',
        '{"asked":"x"}',
        '{"ended":"nobody","end":"answered"}',
        '{"full":true}',
        '{"asked":',
      ].join('\n'),
    );
    assert.deepEqual([exchanges.length, damaged, isFull], [0, 5, true]);
  });
});

describe('exchanges worth a fact', () => {
  it('that ended after the time of their test was over came to nothing, and tell when they ended', () => {
    const window = { ordinal: 0, fromMs: 0, toMs: 5000, isRed: true, isPassed: false };
    const own = { protocol: 'http', address: 'a:1', method: 'POST /', request: '', answer: '{}', code: '201' } as const;
    const between = { ...own, address: 'b:2', from: 'service', method: 'GET /slow', code: '200' } as const;
    const exchanges = [
      { ...own, atMs: 10, end: 'answered', tookMs: 20 } as const,
      { ...own, atMs: 100, end: 'answered', tookMs: 8010 } as const,
      { ...between, atMs: 105, end: 'answered', tookMs: 8000 } as const,
    ];
    const pick = (isOverdue: object): readonly unknown[] =>
      pickExchanges(exchanges, {
        windows: [{ ...window, ...isOverdue }],
        ordinalOf: () => undefined,
        zeroMs: 0,
        ownerOf: () => undefined,
        clean: (text) => text,
      }).map(({ fact: { end, code, tookMs, lateMs } }) => [end, code, tookMs, lateMs]);
    assert.deepEqual(pick({ isOverdue: true }), [
      ['answered', '201', 20, undefined],
      ['silent', undefined, 4900, 8010],
      ['silent', undefined, 4895, 8000],
    ]);
    // One that did not wait for them.
    assert.deepEqual(pick({})[1], ['answered', '201', 8010, undefined]);
  });

  it('of components among themselves belong to the test that made them ask, and are none where tests pass with them', () => {
    const windows = [
      { ordinal: 0, fromMs: 0, toMs: 100, isRed: true, isPassed: false },
      { ordinal: 1, fromMs: 110, toMs: 200, isRed: false, isPassed: true },
    ];
    const http = { protocol: 'http', request: '', answer: '' } as const;
    const own = { ...http, address: 'a:1', method: 'POST /', end: 'answered', tookMs: 40 } as const;
    const between = { ...http, address: 'b:2', from: 'service', end: 'error', tookMs: 1 } as const;
    const exchanges = [
      { ...own, atMs: 50 },
      { ...own, atMs: 130 },
      { ...between, atMs: 60, method: 'GET /a', code: '503' },
      { ...between, atMs: 140, method: 'GET /gold', code: '404' },
      { ...between, atMs: 61, method: 'GET /gold', code: '404' },
    ];
    const picked = pickExchanges(exchanges, {
      windows,
      ordinalOf: () => undefined,
      zeroMs: 0,
      ownerOf: () => undefined,
      clean: (text) => text,
    });
    assert.deepEqual(
      picked.map(({ ordinal, fact: { method, code } }) => [ordinal, method, code]),
      [
        [0, 'POST /', undefined],
        [0, 'GET /a', '503'],
      ],
    );
  });

  const context: ExchangeContext = {
    windows: [
      { ordinal: 0, fromMs: 0, toMs: 1000, isRed: false, isPassed: true },
      { ordinal: 1, fromMs: 1000, toMs: 2000, isRed: true, isPassed: false },
    ],
    ordinalOf: (test) => test,
    zeroMs: 1000,
    ownerOf: (port) => (port === 21 ? 'service' : undefined),
    clean: (text) => text.replaceAll('geheim', '***'),
  };
  const pick = (lines: readonly string[]): ReturnType<typeof pickExchanges> =>
    pickExchanges(readExchanges(lines.join('\n')).exchanges, context);

  it('are those of red tests, by the test that the engine names or by their time', () => {
    const lines = [asked('a', 1500), asked('b', 2500), asked('c', 1500, { test: 1 }), asked('d', 2500, { test: 0 })];
    assert.deepEqual(
      pick(lines).map(({ fact }) => fact.tookMs),
      [1500, 500],
    );
  });

  it('name the component, and hold no secret', () => {
    const [one] = pick([asked('a', 2500, { request: '{"key":"geheim"}', address: '127.0.0.1:21' })]);
    assert.equal(one?.fact.component, 'service');
    assert.equal(one?.fact.request, '{"key":"***"}');
    assert.equal(pick([asked('a', 2500, { address: '127.0.0.1:99' })])[0]?.fact.component, undefined);
  });

  it('are the last eight, and those that went wrong come before those that were answered', () => {
    const right = Array.from({ length: 20 }, (_, index) => [
      asked(`r${index}`, 2110 + index),
      ended(`r${index}`, 2111 + index, 'answered'),
    ]).flat();
    const facts = pick([asked('first', 2105), ended('first', 2106, 'refused', { code: 'ECONNREFUSED' }), ...right]);
    assert.equal(facts.length, 8);
    assert.deepEqual(facts.map(({ fact }) => fact.end).slice(0, 2), ['refused', 'answered']);
  });

  it('are followed by what was told unasked: meanwhile, and before by the name that the failure names, on connections of the test', () => {
    const told = (at: number, method: string, connection: string): string =>
      JSON.stringify({
        at,
        protocol: 'json-rpc',
        address: '127.0.0.1:21',
        method,
        request: '',
        end: 'told',
        answer: '{"key":"geheim"}',
        tookMs: 0,
        connection,
      });
    const [passed, red] = context.windows;
    assert.ok(passed !== undefined && red !== undefined);
    const lines = [
      told(1100, 'changed', 'c1'),
      told(1200, 'other', 'c1'),
      told(1300, 'changed', 'c2'),
      asked('a', 2500, { connection: 'c1', nth: 1 }),
      told(2600, 'other', 'c3'),
    ];
    const { exchanges } = readExchanges(lines.join('\n'));
    const picked = pickExchanges(exchanges, {
      ...context,
      windows: [passed, { ...red, wanted: 'no notification changed' }],
    });
    assert.deepEqual(
      picked.map(({ fact: { end, method, connection, answer } }) => [end, method, connection, answer]),
      [
        ['silent', 'ping', 'c1', ''],
        ['told', 'changed', 'c1', '{"key":"***"}'],
        ['told', 'other', 'c3', '{"key":"***"}'],
      ],
    );
  });
});
