import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  MEDIA_NONCE_SIZE_BYTES,
  findMediaNonces,
  isOfNonce,
  joinTransportStream,
  makeNonceFilter,
  stampMedia,
} from './media-nonce.ts';

/** User data as FFmpeg writes it: the identity, then the text that the filter names. */
function makeUserData(nonce: string): Buffer {
  const [, id = '', text = ''] = /sei_user_data=([0-9a-f-]+)\+(.*)$/u.exec(makeNonceFilter(nonce)) ?? [];
  return Buffer.concat([Buffer.from(id.replaceAll('-', ''), 'hex'), Buffer.from(text)]);
}

const nonces = fc.stringMatching(/^[a-z0-9-]{1,60}$/u);
const media = fc.uint8Array({ maxLength: 2000 });

/** As a multiplexer cuts it: one stream in packets of 188 bytes, the last filled up by its adaptation field. */
function cut(payload: Uint8Array): Uint8Array {
  const packets: number[] = [];
  for (let at = 0; at < payload.length; at += 184) {
    const piece = payload.subarray(at, at + 184);
    const stuffing = 184 - piece.length;
    const adaptation = stuffing === 0 ? [] : [stuffing - 1, ...Array.from({ length: stuffing - 1 }, () => 0xff)];
    packets.push(0x47, 0x01, 0x00, stuffing === 0 ? 0x10 : 0x30, ...adaptation, ...piece);
  }
  return Uint8Array.from(packets);
}

describe('a nonce in media', () => {
  it('is as long as a reader of pieces has to keep', () => {
    assert.equal(makeUserData('x').length, MEDIA_NONCE_SIZE_BYTES);
  });

  it('is found wherever it stands, each once', () => {
    fc.assert(
      fc.property(media, nonces, media, nonces, (before, one, between, two) => {
        const bytes = Buffer.concat([before, makeUserData(one), between, makeUserData(two), makeUserData(one)]);
        assert.deepEqual(findMediaNonces(bytes), [...new Set([one, two])]);
      }),
    );
  });

  it('is not found in what holds none, nor in a piece of one, nor in the room for one', () => {
    fc.assert(fc.property(media, (bytes) => assert.deepEqual(findMediaNonces(bytes), [])));
    assert.deepEqual(findMediaNonces(makeUserData('abc').subarray(0, -1)), []);
    assert.deepEqual(findMediaNonces(makeUserData('')), []);
  });

  it('is written over the room for one, and over another, and moves nothing', () => {
    const bytes = Buffer.concat([
      Buffer.from('head'),
      makeUserData(''),
      Buffer.from('tail'),
      makeUserData('old-nonce'),
    ]);
    const sizeBytes = bytes.length;
    assert.equal(stampMedia(bytes, 'new'), 2);
    assert.deepEqual(findMediaNonces(bytes), ['new']);
    assert.equal(bytes.length, sizeBytes);
    assert.equal(bytes.subarray(0, 4).toString(), 'head');
  });

  it('belongs to a run by its beginning', () => {
    assert.equal(isOfNonce('1234', '1234'), true);
    assert.equal(isOfNonce('1234-camera0', '1234'), true);
    assert.equal(isOfNonce('12345', '1234'), false);
  });

  it('is found in MPEG-TS although packets cut it', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 600, maxLength: 900 }), nonces, (before, nonce) => {
        const stream = cut(Buffer.concat([before, makeUserData(nonce), before]));
        const joined = joinTransportStream(stream);
        assert.ok(joined?.some((payload) => findMediaNonces(payload).includes(nonce)));
      }),
    );
  });

  it('of another container is no MPEG-TS', () => {
    assert.equal(joinTransportStream(Buffer.from('....ftypisom')), undefined);
  });
});
