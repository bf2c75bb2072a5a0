import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fingerprint } from './fingerprint.ts';

/** The definition, with numbers that have no end. */
function fnv1a(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (let index = 0; index < text.length; index += 1) {
    hash = ((hash ^ BigInt(text.charCodeAt(index))) * 0x100000001b3n) & 0xffffffffffffffffn;
  }
  return hash.toString(16).padStart(16, '0');
}

describe('fingerprint', () => {
  it('is FNV-1a', () => {
    // Values that its authors publish.
    assert.equal(fingerprint(''), 'cbf29ce484222325');
    assert.equal(fingerprint('a'), 'af63dc4c8601ec8c');
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) =>
        assert.equal(fingerprint(text), fnv1a(text)),
      ),
    );
  });
});
