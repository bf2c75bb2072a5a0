import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { readToken } from './read-token.ts';
import type { SignatureFinder } from './read-token.ts';

const by =
  (...secrets: readonly string[]): SignatureFinder =>
  (text, hash) =>
    secrets.map((secret) => createHmac(hash, secret).update(text).digest('base64url'));

function mint(secret: string, alg = 'HS256'): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${part({ alg, typ: 'JWT' })}.${part({ user_id: 'a', exp: 1_800_000_000 })}`;
  return `{"token":"${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}"}`;
}

describe('a token that was given', () => {
  it('is of the world where one of its secrets signs it', () => {
    assert.deepEqual(readToken(mint('s-2'), by('s-1', 's-2')), { endsMs: 1_800_000_000_000, key: 'ours' });
    assert.deepEqual(readToken(mint('s-3'), by('s-1', 's-2')), { endsMs: 1_800_000_000_000, key: 'foreign' });
  });

  it('is of nobody known where the world has no secret, or two keys belong together', () => {
    assert.deepEqual(readToken(mint('s-1'), by()), { endsMs: 1_800_000_000_000 });
    assert.deepEqual(readToken(mint('s-1', 'RS256'), by('s-1')), { endsMs: 1_800_000_000_000 });
  });

  it('is none in other texts', () => {
    assert.equal(readToken('{"token":"abc"}', by('s-1')), undefined);
  });
});
