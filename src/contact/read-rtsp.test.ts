import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ExchangeFact } from '#domain';
import { openReader } from './open-reader.ts';
import type { WireDirection } from './wire.ts';

type Said = readonly [WireDirection, string | Uint8Array, number];

const ABOUT = {
  edge: 'service>mediamtx',
  from: 'service',
  component: 'mediamtx',
  portName: 'rtsp',
  address: '127.0.0.1:8554',
  openedAtMs: 0,
} as const;

const ask = (method: string, number: number, more = ''): string =>
  `${method} rtsp://127.0.0.1:8554/camera0 RTSP/1.0\r\nCSeq: ${number}\r\n${more}\r\n`;
const answer = (number: number, more = '', status = '200 OK'): string =>
  `RTSP/1.0 ${status}\r\nCSeq: ${number}\r\n${more}\r\n`;
const SDP = 'v=0\r\ns=camera0\r\n';

/** A frame of media that looks like messages inside. */
function frame(bytes: number): Uint8Array {
  const inside = Buffer.alloc(bytes, 'RTSP/1.0 404 Not Found\r\nCSeq: 5\r\n\r\n$');
  return Buffer.concat([Buffer.from([0x24, 0, bytes >> 8, bytes & 255]), inside]);
}

const PLAYED: readonly Said[] = [
  ['asked', ask('OPTIONS', 1), 10],
  ['answered', answer(1, 'Public: DESCRIBE, PLAY\r\n'), 11],
  ['asked', ask('DESCRIBE', 2), 20],
  ['answered', `${answer(2, `Content-Length: ${SDP.length}\r\n`)}${SDP}`, 22],
  ['asked', ask('SETUP', 3, 'Transport: RTP/AVP/TCP;unicast;interleaved=0-1\r\n'), 30],
  ['answered', answer(3, 'Transport: RTP/AVP/TCP;unicast;interleaved=0-1\r\n'), 31],
  ['asked', ask('PLAY', 4), 40],
  ['answered', answer(4), 41],
];

function read(said: readonly Said[], endMs: number): readonly ExchangeFact[] {
  const facts: ExchangeFact[] = [];
  const reader = openReader(ABOUT, ({ fact }) => facts.push(fact));
  for (const [direction, text, atMs] of said) reader.take(direction, Buffer.from(text), atMs);
  reader.end('closed', endMs);
  return facts;
}

const brief = (facts: readonly ExchangeFact[]): readonly (readonly unknown[])[] =>
  facts.map(({ method, end, code, answer: text, tookMs }) => [method, end, code, text, tookMs]);

const ASKED = [
  ['OPTIONS /camera0', 'answered', '200', '', 1],
  ['DESCRIBE /camera0', 'answered', '200', SDP, 2],
  ['SETUP /camera0', 'answered', '200', '', 1],
] as const;

describe('RTSP over a relay', () => {
  it('is over with the word of who goes, whether it waits for the answer or not', () => {
    const media: Said = ['answered', frame(1400), 60];
    const facts = read([...PLAYED, media, ['asked', ask('TEARDOWN', 5), 80]], 81);
    assert.deepEqual(brief(facts), [...ASKED, ['PLAY /camera0', 'answered', '200', 'media', 20]]);
  });

  it('is each request with its answer, and a PLAY with its first media', () => {
    const media: Said = ['answered', frame(1400), 60];
    const later: readonly Said[] = [
      ['asked', frame(40), 70],
      ['asked', ask('TEARDOWN', 5), 80],
      ['answered', frame(900), 81],
      ['answered', answer(5), 82],
    ];
    const facts = read([...PLAYED, media, ...later], 90);
    assert.deepEqual(brief(facts), [
      ...ASKED,
      ['PLAY /camera0', 'answered', '200', 'media', 20],
      ['TEARDOWN /camera0', 'answered', '200', '', 2],
    ]);
    assert.deepEqual(
      [facts[0]?.protocol, facts[0]?.component, facts[0]?.from, facts[0]?.path],
      ['rtsp', 'mediamtx', 'service', '/camera0'],
    );
  });

  it('is silent where media were promised and none came', () => {
    const silence = ['PLAY /camera0', 'silent', undefined, 'answered with 200, and no media came', 4700];
    assert.deepEqual(brief(read(PLAYED, 4740)), [...ASKED, silence]);
    // Who goes away at once was not kept waiting.
    assert.deepEqual(brief(read(PLAYED, 200)).at(-1), ['PLAY /camera0', 'answered', '200', '', 160]);
  });

  it('is an error with its status, and silence where nobody answers', () => {
    const said: readonly Said[] = [
      ['asked', ask('DESCRIBE', 1), 0],
      ['answered', answer(1, '', '404 Not Found'), 3],
      ['asked', ask('DESCRIBE', 2), 10],
    ];
    assert.deepEqual(brief(read(said, 1000)), [
      ['DESCRIBE /camera0', 'error', '404', '', 3],
      ['DESCRIBE /camera0', 'silent', undefined, '', 990],
    ]);
  });

  it('is the same however it is cut, and HTTP is read as before', () => {
    const bytes = Buffer.concat([answer(4), frame(300), frame(0), frame(7)].map((one) => Buffer.from(one)));
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: bytes.length - 1 }), { maxLength: 12 }), (cuts) => {
        const places = [0, ...new Set(cuts.toSorted((one, other) => one - other)), bytes.length];
        const pieces = places.slice(1).map((end, index): Said => ['answered', bytes.subarray(places[index], end), 50]);
        assert.deepEqual(brief(read([...PLAYED.slice(0, -1), ...pieces], 90)).at(-1), [
          'PLAY /camera0',
          'answered',
          '200',
          'media',
          10,
        ]);
      }),
    );
    const http: readonly Said[] = [
      ['asked', 'GET /a HTTP/1.1\r\nhost: x\r\n\r\n', 0],
      ['answered', 'HTTP/1.1 204 No Content\r\n\r\n', 2],
    ];
    assert.deepEqual(brief(read(http, 9)), [['GET /a', 'answered', '204', '', 2]]);
  });

  it('ends reading at what is neither, and never throws', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 10 }), (chunks) => {
        const noise = chunks.map((chunk): Said => ['answered', chunk, 50]);
        assert.ok(read([...PLAYED, ...noise], 90).length >= ASKED.length);
      }),
    );
  });
});
