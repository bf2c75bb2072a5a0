import assert from 'node:assert/strict';
import fc from 'fast-check';
import { LinePipeline } from './line-pipeline.ts';
import { makeRedact } from './redact.ts';

/** What comes out for bytes that come in pieces of these sizes, and in one for the rest. */
function run(text: Buffer, sizes: readonly number[]): readonly string[] {
  const lines: string[] = [];
  const pipeline = new LinePipeline(makeRedact([]), (line, isWhole) => {
    lines.push(`${line.toString()}${isWhole ? '\n' : ''}`);
  });
  // As a reader has it: one buffer, used again for each read.
  const buffer = Buffer.alloc(64 * 1024);
  let at = 0;
  for (const size of [...sizes, ...Array.from({ length: 10 }, () => buffer.length)]) {
    const bytes = buffer.subarray(0, text.copy(buffer, 0, at, at + Math.min(size, buffer.length)));
    at += bytes.length;
    if (bytes.length > 0) pipeline.write(bytes);
    buffer.fill('!');
  }
  assert.equal(at, text.length);
  pipeline.end();
  return lines;
}

describe('LinePipeline', () => {
  it('gives the same lines wherever the reads are cut, also of lines that do not end', () => {
    const line = fc.oneof(
      { weight: 4, arbitrary: fc.string({ maxLength: 60 }).map((text) => text.replaceAll(/[\r\n]/gu, ' ')) },
      fc.integer({ min: 16_000, max: 50_000 }).map((size) => 'ä'.repeat(size / 2)),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 6 }), fc.array(fc.integer({ min: 1, max: 40_000 })), (lines, sizes) => {
        const text = Buffer.from(lines.join('\n'));
        const whole = run(text, []);
        assert.deepEqual(run(text, sizes), whole);
        assert.equal(whole.join('').replace(/\n$/u, ''), lines.join('\n').replace(/\n$/u, ''));
      }),
    );
  });
});
