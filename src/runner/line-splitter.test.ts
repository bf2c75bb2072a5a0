import assert from 'node:assert/strict';
import fc from 'fast-check';
import { LineSplitter } from './line-splitter.ts';
import type { Piece } from './line-splitter.ts';

function split(chunks: readonly Buffer[]): readonly Piece[] {
  const splitter = new LineSplitter();
  return chunks.flatMap((chunk) => [...splitter.push(chunk)]);
}

function cutAt(bytes: Buffer, cuts: readonly number[]): readonly Buffer[] {
  const ends = [...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].toSorted((one, two) => one - two);
  return ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end));
}

describe('line splitter', () => {
  it('gives the same lines however the bytes were cut', () => {
    const line = fc.string({ maxLength: 300 }).map((text) => text.replaceAll('\n', ''));
    fc.assert(
      fc.property(fc.array(line), fc.array(fc.nat(), { maxLength: 20 }), (lines, cuts) => {
        const bytes = Buffer.from(lines.map((text) => `${text}\n`).join(''));
        const told = split(cutAt(bytes, cuts)).map((piece) => (piece.kind === 'line' ? piece.text : piece.why));
        assert.deepEqual(
          told,
          lines.filter((text) => text !== '').map((text) => Buffer.from(text).toString()),
        );
      }),
    );
  });

  it('tells an oversized line once, drops it, and goes on', () => {
    const bytes = Buffer.from(`first\n${'x'.repeat(100_000)}\nlast\n`);
    for (const size of [1000, 4095, 4096, 4097, 65_536, 200_000]) {
      const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
        bytes.subarray(index * size, (index + 1) * size),
      );
      assert.deepEqual(
        split(chunks).map((piece) => (piece.kind === 'line' ? piece.text : piece.kind)),
        ['first', 'damage', 'last'],
      );
    }
  });

  it('keeps what was not ended', () => {
    const splitter = new LineSplitter();
    splitter.push(Buffer.from('whole\nhalf'));
    assert.equal(splitter.rest(), 'half');
  });
});
