import assert from 'node:assert/strict';
import fc from 'fast-check';
import { openWireReader } from './read-wire.ts';
import type { WireDirection, WireExchange } from './wire.ts';

const ABOUT = {
  edge: 'service>prices',
  from: 'service',
  component: 'prices',
  portName: 'http',
  address: '127.0.0.1:80',
  openedAtMs: 0,
} as const;

type Said = readonly [WireDirection, string | Uint8Array];

/** What is read of a conversation, cut into pieces of so many bytes. */
function read(said: readonly Said[], size = Number.POSITIVE_INFINITY): readonly WireExchange[] {
  const found: WireExchange[] = [];
  const reader = openWireReader(ABOUT, (exchange) => found.push(exchange));
  let atMs = 0;
  for (const [direction, text] of said) {
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; at += Math.min(size, bytes.length))
      reader.take(direction, bytes.subarray(at, at + size), (atMs += 1));
  }
  reader.end('closed', atMs + 1000);
  return found;
}

const told = (said: readonly Said[], size?: number): readonly unknown[] =>
  read(said, size).map(({ fact: { protocol, method, request, end, code, answer } }) =>
    [protocol, method, request, end, code, answer].filter((one) => one !== undefined && one !== ''),
  );

const GET = 'GET /prices/bread?x=1 HTTP/1.1\r\nHost: a\r\n\r\n';
const POST = 'POST /orders HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 7\r\n\r\n{"a":1}';
const OK = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 13\r\n\r\n{"cents":250}';

interface FrameOptions {
  readonly opcode?: number;
  readonly isLast?: boolean;
  readonly mask?: boolean;
  readonly bits?: number;
}

const KEY = [1, 2, 3, 4] as const;

function lengthOf({ length }: Uint8Array): readonly number[] {
  return length < 126 ? [length] : [126, length >> 8, length & 255];
}

/** A frame of a WebSocket, masked where the client sends it. */
function frame(text: string, { opcode = 1, isLast = true, mask, bits = 0 }: FrameOptions = {}): Uint8Array {
  const payload = Buffer.from(text);
  const [short = 0, ...long] = lengthOf(payload);
  const first = (isLast ? 0x80 : 0) | bits | opcode;
  if (mask !== true) return Buffer.concat([Buffer.from([first, short, ...long]), payload]);
  const masked = payload.map((byte, index) => byte ^ (KEY[index % 4] ?? 0));
  return Buffer.concat([Buffer.from([first, short | 0x80, ...long, ...KEY]), masked]);
}

const UPGRADE = 'GET /ws HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n';
const SWITCHED = 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n';
const call = (id: number, method: string): string => JSON.stringify({ jsonrpc: '2.0', id, method, params: {} });
const result = (id: number): string => JSON.stringify({ jsonrpc: '2.0', id, result: { ok: true } });

const CONVERSATIONS: readonly (readonly [string, readonly Said[], readonly unknown[]])[] = [
  [
    'one answer',
    [
      ['asked', GET],
      ['answered', OK],
    ],
    [['http', 'GET /prices/bread?x=1', 'answered', '200', '{"cents":250}']],
  ],
  [
    'several over one connection, asked before they are answered',
    [
      ['asked', POST + GET],
      ['answered', `HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\nno${OK}`],
    ],
    [
      ['http', 'POST /orders', '{"a":1}', 'error', '404', 'no'],
      ['http', 'GET /prices/bread?x=1', 'answered', '200', '{"cents":250}'],
    ],
  ],
  [
    'chunks with trailers',
    [
      ['asked', 'POST /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n{"a\r\n4;x=1\r\n":1}\r\n0\r\n\r\n'],
      ['answered', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nX-Sum: 1\r\n\r\n'],
      ['asked', GET],
      ['answered', OK],
    ],
    [
      ['http', 'POST /a', '{"a":1}', 'answered', '200', 'ok'],
      ['http', 'GET /prices/bread?x=1', 'answered', '200', '{"cents":250}'],
    ],
  ],
  [
    'an answer that goes on until the connection ends',
    [
      ['asked', GET],
      ['answered', 'HTTP/1.0 500 Oops\r\n\r\nTraceback'],
    ],
    [['http', 'GET /prices/bread?x=1', 'error', '500', 'Traceback']],
  ],
  [
    'answers without a body',
    [
      ['asked', 'HEAD /a HTTP/1.1\r\n\r\n'],
      ['answered', 'HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n'],
      ['asked', 'DELETE /a HTTP/1.1\r\n\r\n'],
      ['answered', 'HTTP/1.1 204 No Content\r\n\r\n'],
    ],
    [
      ['http', 'HEAD /a', 'answered', '200'],
      ['http', 'DELETE /a', 'answered', '204'],
    ],
  ],
  [
    'a word in between',
    [
      ['asked', POST],
      ['answered', `HTTP/1.1 100 Continue\r\n\r\n${OK}`],
    ],
    [['http', 'POST /orders', '{"a":1}', 'answered', '200', '{"cents":250}']],
  ],
  ['no answer', [['asked', GET]], [['http', 'GET /prices/bread?x=1', 'silent']]],
  [
    'media',
    [
      ['asked', GET],
      ['answered', 'HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\nContent-Length: 3\r\n\r\n\u0001\u0002\u0003'],
    ],
    [['http', 'GET /prices/bread?x=1', 'answered', '200', '3 bytes of video/mp4']],
  ],
  [
    'JSON-RPC over a WebSocket, answered in another order, with an error, a notification and a ping',
    [
      ['asked', UPGRADE],
      ['answered', SWITCHED],
      ['asked', frame(call(1, 'get_a'), { mask: true })],
      ['asked', frame(call(2, 'get_b'), { mask: true })],
      ['answered', frame('', { opcode: 9 })],
      ['answered', frame('{"jsonrpc":"2.0","method":"camera_update","params":{"id":1}}')],
      ['answered', frame('{"jsonrpc":"2.0","id":2,"error":{"code":-32603,"message":"no"}}')],
      ['answered', frame(result(1).slice(0, 10), { isLast: false })],
      ['answered', frame('', { opcode: 10 })],
      ['answered', frame(result(1).slice(10), { opcode: 0 })],
      ['asked', frame(call(3, 'get_c'), { mask: true })],
    ],
    [
      ['json-rpc', 'camera_update', 'told', '{"jsonrpc":"2.0","method":"camera_update","params":{"id":1}}'],
      [
        'json-rpc',
        'get_b',
        call(2, 'get_b'),
        'error',
        '-32603',
        '{"jsonrpc":"2.0","id":2,"error":{"code":-32603,"message":"no"}}',
      ],
      ['json-rpc', 'get_a', call(1, 'get_a'), 'answered', result(1)],
      ['json-rpc', 'get_c', call(3, 'get_c'), 'silent'],
    ],
  ],
  [
    'a refused upgrade',
    [
      ['asked', UPGRADE],
      ['answered', 'HTTP/1.1 401 No\r\nContent-Length: 0\r\n\r\n'],
    ],
    [['http', 'GET /ws', 'error', '401']],
  ],
  [
    'another protocol',
    [
      ['asked', 'OPTIONS rtsp://a/b RTSP/1.0\r\nCSeq: 1\r\n\r\n'],
      ['answered', 'RTSP/1.0 200 OK\r\n\r\n'],
    ],
    [],
  ],
  [
    'who speaks without being asked',
    [
      ['answered', 'SSH-2.0-x\r\n\r\n'],
      ['asked', GET],
    ],
    [],
  ],
  [
    'compressed messages',
    [
      ['asked', UPGRADE],
      ['answered', SWITCHED],
      ['asked', frame(call(1, 'a'), { mask: true, bits: 0x40 })],
    ],
    [],
  ],
];

describe('what goes by on a wire', () => {
  for (const [name, said, expected] of CONVERSATIONS) {
    it(`is read: ${name}`, () => {
      assert.deepEqual(told(said), expected);
      for (const size of [1, 2, 3, 7, 64]) assert.deepEqual(told(said, size), expected, `in pieces of ${size}`);
    });
  }

  it('tells headers that mean something, of both sides', () => {
    const [one] = read([
      ['asked', POST.replace('Content-Type', 'Idempotency-Key: k-1\r\nContent-Type')],
      ['answered', OK.replace('Content-Type', 'ETag: "1"\r\nDate: now\r\nContent-Type')],
    ]);
    assert.deepEqual(one?.fact.requestHeaders, { 'idempotency-key': 'k-1', 'content-type': 'application/json' });
    assert.deepEqual(one.fact.answerHeaders, { etag: '"1"', 'content-type': 'application/json' });
  });

  it('names who asked whom, and how long it took', () => {
    const [{ atMs, fact } = assert.fail('nothing')] = read([
      ['asked', GET],
      ['answered', OK],
    ]);
    const { from, component, address, path, tookMs } = fact;
    assert.deepEqual(
      [atMs, tookMs, from, component, address, path],
      [1, 1, 'service', 'prices', '127.0.0.1:80', '/prices/bread'],
    );
  });

  it('tells what is still open when it is asked, and that once', () => {
    const found: WireExchange[] = [];
    const reader = openWireReader(ABOUT, (exchange) => found.push(exchange));
    reader.take('asked', Buffer.from(GET), 0);
    reader.look?.(100);
    assert.equal(found.length, 0, 'it had hardly been asked');
    for (const atMs of [2000, 3000]) reader.look?.(atMs);
    reader.end('closed', 4000);
    assert.deepEqual(
      found.map(({ fact: { end, tookMs } }) => [end, tookMs]),
      [['silent', 2000]],
    );
  });

  it('keeps little of what is long', () => {
    const long = 'x'.repeat(500_000);
    const [{ fact } = assert.fail('nothing')] = read([
      ['asked', GET],
      ['answered', `HTTP/1.1 200 OK\r\nContent-Length: ${long.length}\r\n\r\n${long}`],
    ]);
    assert.equal(fact.answer.length, 1000);
  });

  it('never throws, whatever comes', () => {
    const direction = fc.constantFrom<WireDirection>('asked', 'answered');
    const words = fc.constantFrom(
      GET,
      POST,
      OK,
      UPGRADE,
      SWITCHED,
      'HTTP/1.1 200 OK\r\n',
      '\r\n',
      '0\r\n\r\n',
      'Transfer-Encoding: chunked\r\n',
    );
    const part = fc.oneof(fc.uint8Array({ maxLength: 60 }), words);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(direction, part), { maxLength: 20 }),
        fc.integer({ min: 1, max: 50 }),
        (said, size) => {
          assert.ok(read(said, size).every(({ fact }) => fact.method.length <= 1000 && fact.answer.length <= 1000));
        },
      ),
      { numRuns: 300 },
    );
  });
});
