import assert from 'node:assert/strict';
import { makeRepeatFinder } from './find-repeated.ts';
import { makeCredentialHider } from './hide-credentials.ts';
import type { Exchange } from './read-exchanges.ts';
import { findUnlikeHeader } from './unlike-headers.ts';

function put(atMs: number, requestHeaders: Readonly<Record<string, string>>, more: Partial<Exchange> = {}): Exchange {
  const base = { protocol: 'http', address: 'a:1', method: 'PUT /wares/1', request: '{}', answer: '{"id":1}' } as const;
  return { ...base, end: 'answered', code: '200', tookMs: 1, atMs, requestHeaders, ...more };
}

const refused = (code: string, requestHeaders: Readonly<Record<string, string>>, answer = ''): Exchange =>
  put(9, requestHeaders, { end: 'error', code, answer });

describe('headers of a refused request', () => {
  const json = { 'content-type': 'application/json', 'x-tenant': 'a' };
  for (const [what, accepted, one, said] of [
    [
      'of another type',
      json,
      refused('415', { 'content-type': 'text/plain' }),
      'header content-type is text/plain, in accepted requests application/json',
    ],
    ['written otherwise', json, refused('415', { 'content-type': 'Application/JSON; charset=utf-8' }), undefined],
    [
      'that the refusal names',
      json,
      refused('400', { 'x-tenent': 'a' }, '{"error":"X-Tenant is required"}'),
      'header x-tenant is missing, which accepted requests hold; it has x-tenent',
    ],
    ['that the refusal does not name', json, refused('400', {}, '{"error":"the amount is too large"}'), undefined],
    [
      'without proof of who asks',
      { authorization: 'Bearer abc' },
      refused('401', {}),
      'header authorization is missing, which accepted requests hold',
    ],
    [
      'with another scheme',
      { authorization: 'Bearer abc' },
      refused('401', { authorization: 'Token abc' }),
      'header authorization is Token …, in accepted requests Bearer …',
    ],
    ['with another token', { authorization: 'Bearer abc' }, refused('401', { authorization: 'Bearer xyz' }), undefined],
    [
      'where nothing was heard',
      json,
      { ...refused('415', {}), requestHeaders: undefined } as unknown as Exchange,
      undefined,
    ],
  ] as const) {
    it(what, () => {
      assert.equal(findUnlikeHeader(one, [put(1, accepted), one]), said);
    });
  }

  it('that want a version which was never told, or no longer is', () => {
    const told = put(1, {}, { method: 'GET /wares/1', answerHeaders: { etag: '"1"' } });
    const changed = put(5, { 'if-match': '"1"' }, { answer: '' });
    const one = refused('412', { 'if-match': '"1"' });
    assert.equal(findUnlikeHeader(one, [told, one]), undefined);
    assert.equal(
      findUnlikeHeader(one, [told, changed, one]),
      'header if-match is "1", told before PUT /wares/1 changed it',
    );
    assert.equal(
      findUnlikeHeader(refused('412', { 'if-match': '"7"' }), [told, one]),
      'header if-match is "7", which no answer had told',
    );
  });
});

describe('a header that is repeated', () => {
  const first = put(1, { 'x-once': 'k', 'x-tenant': 'a' }, { method: 'POST /wares', request: '{"a":1}' });
  const again = { ...first, atMs: 5, request: '{"a":2}' };
  const find = (one: Exchange): string | undefined => makeRepeatFinder([first, one])(one)?.name;

  it('is one with which something else was sent before, to the same answer', () => {
    assert.equal(find(again), 'x-once');
    assert.equal(find({ ...again, end: 'error', code: '409', answer: '' }), 'x-once');
  });

  it('is none where the answer, the value, or nothing at all differs', () => {
    assert.equal(find({ ...again, answer: '{"id":2}' }), undefined);
    assert.equal(find({ ...again, requestHeaders: { 'x-once': 'm' } }), undefined);
    assert.equal(find({ ...again, request: first.request }), undefined);
  });
});

describe('what proves who asks', () => {
  it('is told by its scheme and a number, the same for the same', () => {
    const hide = makeCredentialHider((text) => text.replaceAll('geheim', '***'));
    const told = [
      { authorization: 'Bearer abc' },
      { authorization: 'Bearer abd', 'x-api-key': 'abc' },
      { authorization: 'Bearer abc', 'x-note': 'geheim' },
      { 'set-cookie': 'sid=s1, t=s2; Path=/; HttpOnly, u=s3; SameSite=Lax' },
      { cookie: 'sid=s1; t=s2' },
    ].map(hide);
    assert.deepEqual(told, [
      { authorization: 'Bearer … (1)' },
      { authorization: 'Bearer … (2)', 'x-api-key': '… (3)' },
      { authorization: 'Bearer … (1)', 'x-note': '***' },
      { 'set-cookie': 'sid=… (4); Path=/; HttpOnly; SameSite=Lax' },
      { cookie: 'sid=… (5); t=… (6)' },
    ]);
  });
});
