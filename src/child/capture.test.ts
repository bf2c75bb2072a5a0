import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import type { StreamName } from './byte-ring.ts';
import { Capture, type CaptureOptions } from './capture.ts';
import { makeRedact } from './redact.ts';

describe('Capture', () => {
  let directory = '';
  before(() => {
    directory = mkdtempSync(path.join(tmpdir(), 'capture-'));
  });
  after(() => rmSync(directory, { recursive: true }));

  let count = 0;
  const open = (options: Partial<CaptureOptions> = {}): Capture => {
    count += 1;
    const file = path.join(directory, `${count}.log`);
    return new Capture({
      file,
      redact: makeRedact(['topsecret']),
      elapsedMs: () => 1234,
      maxOutputBytes: Number.POSITIVE_INFINITY,
      onLimit: () => assert.fail('no limit was passed'),
      ...options,
    });
  };

  it('writes each line with its time and stream', () => {
    const capture = open();
    capture.take('stdout', Buffer.from('one\ntw'));
    capture.take('stderr', Buffer.from('error topsecret\r\n'));
    capture.take('stdout', Buffer.from('o'));
    const { stdout, stderr } = capture.finish();
    assert.equal(
      readFileSync(stdout.file, 'utf8'),
      '    1.234 out | one\n    1.234 err | error [redacted]\n    1.234 out | two\n',
    );
    assert.equal(stdout.tail, 'one\ntwo\n');
    assert.equal(stderr.tail, 'error [redacted]\n');
  });

  it('keeps characters whole that come in pieces, and says what is none', () => {
    const capture = open();
    for (const byte of Buffer.from('Zürich 🎥\n')) capture.take('stdout', Buffer.of(byte));
    capture.take('stdout', Buffer.of(0xff, 0x0a));
    assert.equal(capture.finish().stdout.tail, 'Zürich 🎥\n\uFFFD\n');
  });

  it('splits a line without end and marks the pieces', () => {
    const capture = open();
    capture.take('stdout', Buffer.from(`${'x'.repeat(40_000)}\nnext\n`));
    const lines = readFileSync(capture.finish().stdout.file, 'utf8').split('\n');
    assert.deepEqual(
      lines.map((line) => line.slice(10, 15)),
      ['out +', 'out +', 'out |', 'out |', ''],
    );
  });

  it('does not split a line inside a character', () => {
    for (const shift of [0, 1, 2, 3]) {
      const capture = open();
      capture.take('stdout', Buffer.from(`${'x'.repeat(shift)}${'🎥'.repeat(10_000)}\n`));
      assert.ok(!readFileSync(capture.finish().stdout.file, 'utf8').includes('\uFFFD'));
    }
  });

  it('keeps head and tail and states what is missing between', () => {
    const capture = open({ headBytes: 100, tailBytes: 100 });
    for (let line = 0; line < 1000; line += 1)
      capture.take(line % 2 === 0 ? 'stdout' : 'stderr', Buffer.from(`line ${line}\n`));
    assert.match(capture.tail(), /line 999\n$/);
    const { stdout, stderr } = capture.finish();
    const log = readFileSync(stdout.file, 'utf8');
    assert.match(log, /out \| line 0\n/);
    assert.match(log, /err \| line 999\n$/);
    const match = /not kept: (\d+) bytes of stdout, (\d+) bytes of stderr/.exec(log);
    assert.deepEqual(
      [Number(match?.[1]), Number(match?.[2])],
      [stdout.bytes - stdout.keptBytes, stderr.bytes - stderr.keptBytes],
    );
    assert.match(stderr.tail, /line 999\n$/);
  });

  it('never shows a secret that the gap cuts in two', () => {
    for (let offset = 0; offset < 20; offset += 1) {
      const capture = open({ headBytes: 20, tailBytes: 64 });
      capture.take('stdout', Buffer.from('head '.repeat(4) + 'x'.repeat(offset)));
      for (let turn = 0; turn < 30; turn += 1) capture.take('stdout', Buffer.from('topsecret-'));
      assert.doesNotMatch(capture.tail(), /cret|ecre|opse/);
      assert.doesNotMatch(readFileSync(capture.finish().stdout.file, 'utf8'), /cret|ecre|opse/);
    }
  });

  it('counts every byte: kept and dropped are what was written', () => {
    const write = fc.record({ stream: fc.constantFrom<StreamName>('stdout', 'stderr'), sizeBytes: fc.nat(300) });
    const sizes = fc.record({ headBytes: fc.nat(400), tailBytes: fc.integer({ min: 1, max: 200 }) });
    fc.assert(
      fc.property(fc.array(write), sizes, (writes, { headBytes, tailBytes }) => {
        const capture = open({ headBytes, tailBytes });
        const written = { stdout: 0, stderr: 0 };
        for (const { stream, sizeBytes } of writes) {
          written[stream] += sizeBytes;
          capture.take(stream, Buffer.alloc(sizeBytes, stream === 'stdout' ? 'o' : 'e'));
        }
        const captured = capture.finish();
        const log = readFileSync(captured.stdout.file, 'utf8');
        rmSync(captured.stdout.file);
        for (const stream of ['stdout', 'stderr'] as const) {
          const { bytes, keptBytes } = captured[stream];
          assert.equal(bytes, written[stream]);
          const mark = stream === 'stdout' ? 'o' : 'e';
          const lines = log.split('\n').filter((line) => /^ +[\d.]+ (out|err) [|+] /.test(line));
          const kept = lines.reduce((sum, line) => sum + line.slice(16).split(mark).length - 1, 0);
          // The edge of a gap may be the rest of a secret: up to the length of its longest form is given up.
          assert.ok(kept <= keptBytes && kept >= keptBytes - 20, `${kept} of ${keptBytes}`);
          if (written.stdout + written.stderr <= headBytes) assert.equal(kept, bytes);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('tells once when both streams together pass the limit', () => {
    let calls = 0;
    const capture = open({ maxOutputBytes: 10, onLimit: () => (calls += 1) });
    capture.take('stdout', Buffer.from('12345'));
    capture.take('stderr', Buffer.from('12345'));
    assert.equal(calls, 0);
    capture.take('stdout', Buffer.from('1'));
    capture.take('stdout', Buffer.from('1'));
    assert.equal(calls, 1);
    capture.finish();
  });

  it('goes on counting when the log cannot be written, and says why', () => {
    const capture = open({ file: '/dev/full' });
    capture.take('stdout', Buffer.from('lost\n'));
    const { stdout, damage } = capture.finish();
    assert.equal(stdout.bytes, 5);
    assert.equal(stdout.tail, 'lost\n');
    assert.match(damage ?? '', /ENOSPC/);
  });
});
