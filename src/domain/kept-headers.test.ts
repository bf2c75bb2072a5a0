import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isCredential, isUsual, keepHeaders } from './kept-headers.ts';

describe('headers that are kept', () => {
  it('are those that tell something, in lower case, repeated ones as one', () => {
    const all = [
      ['Host', 'a:1'],
      ['Content-Type', 'text/csv'],
      ['Accept', '*/*'],
      ['Sec-Fetch-Mode', 'cors'],
      ['X-Tag', 'one'],
      ['x-tag', 'two'],
    ] as const;
    assert.deepEqual(keepHeaders(all), { 'content-type': 'text/csv', 'x-tag': 'one, two' });
    assert.deepEqual([isUsual('accept', 'text/csv'), isUsual('date')], [false, true]);
  });

  it('are within a limit, and say how many are not there; those of HTTP come first', () => {
    const many = Array.from({ length: 9 }, (_, index) => [`x-${index}`, 'y'.repeat(60)] as const);
    const kept = keepHeaders([...many, ['ETag', '"1"']]);
    assert.equal(kept['etag'], '"1"');
    assert.equal(Number(kept['…']), 9 - (Object.keys(kept).length - 2));
    assert.deepEqual(keepHeaders(Object.entries(kept)), kept);
  });

  it('never grow, whatever is sent', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string({ maxLength: 40 }), fc.string({ maxLength: 400 }))), (all) => {
        const kept = Object.entries(keepHeaders(all)).filter(([name, value]) => !isCredential(name, value));
        assert.ok(kept.reduce((sum, [name, value]) => sum + name.length + value.length, 0) <= 310);
      }),
    );
  });

  for (const [name, value, is] of [
    ['authorization', 'x', true],
    ['x-api-key', '1', true],
    ['x-functions-key', '1', true],
    ['cookie', 'a=1', true],
    ['x-auth', '1', true],
    ['x-custom', 'Bearer abc', true],
    ['x-custom', 'eyJhbGciOi.eyJ', true],
    ['idempotency-key', 'k-1', false],
    ['idempotence-key', 'k-1', false],
    ['www-authenticate', 'Bearer realm="a"', false],
    ['x-author', 'Ada', false],
    ['etag', '"1"', false],
  ] as const) {
    it(`${name}: ${value} ${is ? 'proves' : 'does not prove'} who asks`, () => {
      assert.equal(isCredential(name, value), is);
    });
  }
});
