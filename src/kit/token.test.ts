import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { at } from './json-path.ts';
import { mintToken } from './token.ts';

const SECRET = 'a secret of this test';

function parts(token: string): { header: unknown; claims: unknown; signed: string; signature: string } {
  const [header = '', claims = '', signature = ''] = token.split('.');
  const decode = (part: string): unknown => JSON.parse(Buffer.from(part, 'base64url').toString());
  return { header: decode(header), claims: decode(claims), signed: `${header}.${claims}`, signature };
}

describe('tokens', () => {
  it('are signed with HS256 and carry user, role and times', () => {
    const { header, claims, signed, signature } = parts(mintToken({ secret: SECRET, role: 'viewer', expiresInS: 60 }));
    assert.equal(at(header, 'alg'), 'HS256');
    assert.equal(at(claims, 'role'), 'viewer');
    assert.equal(Number(at(claims, 'exp')) - Number(at(claims, 'iat')), 60);
    assert.equal(signature, createHmac('sha256', SECRET).update(signed).digest('base64url'));
  });

  it('can be forged in the ways that forgers know', () => {
    assert.match(mintToken({ secret: SECRET, role: 'admin', algorithm: 'none' }), /\.$/u);
    assert.equal(parts(mintToken({ secret: SECRET, role: 'admin', algorithm: 'HS512' })).signature.length, 86);
    const bare = parts(mintToken({ secret: SECRET, role: 'admin', claims: { exp: undefined } }));
    assert.equal(at(bare.claims, 'exp'), undefined);
  });
});
