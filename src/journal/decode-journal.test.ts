import assert from 'node:assert/strict';
import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import type { JournalRecord, RunEvent } from '#domain';
import { checksum } from './checksum.ts';
import { decodeJournal } from './decode-journal.ts';
import { encodeRecord, fitFailure } from './fit.ts';
import { encodeLine, LINE_LIMIT_BYTES } from './line.ts';

const encoder = new TextEncoder();

/** Side files in memory, named by their number. */
class Sides {
  readonly texts = new Map<string, string>();
  readonly write = (text: string, extension: string): string => {
    const name = `${this.texts.size}.${extension}`;
    this.texts.set(name, text);
    return name;
  };
  readonly read = (name: string): string | undefined => this.texts.get(name);
}

const warning = (text: string): RunEvent => ({ kind: 'warning', about: 'test', text });

function encodeAll(events: readonly RunEvent[], sides: Sides = new Sides()): string {
  return events.map((event, index) => encodeRecord({ seq: index + 1, atMs: index, event }, sides.write).line).join('');
}

function texts(records: readonly JournalRecord[]): readonly string[] {
  return records.map(({ event }) => (event.kind === 'warning' ? event.text : event.kind));
}

const failure = (message: string): Extract<RunEvent, { kind: 'test-ended' }> => ({
  kind: 'test-ended',
  attempt: 'a',
  ordinal: 0,
  outcome: 'failed',
  marks: [],
  durationMs: 1,
  failure: { type: 'Error', message, source: 'raised', frames: [] },
});

describe('checksum', () => {
  it('is the CRC-32 that others compute', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        assert.equal(checksum(bytes), crc32(bytes).toString(16).padStart(8, '0'));
      }),
    );
  });

  it('finds every flipped bit of a line', () => {
    const line = encoder.encode(encodeAll([warning('ä "quoted" \u2028')]).trimEnd());
    for (let bit = 0; bit < line.length * 8; bit += 1) {
      const flipped = Uint8Array.from(line, (byte, index) => (index === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
      const { records } = decodeJournal(flipped);
      assert.deepEqual(records, [], `bit ${bit}`);
    }
  });
});

describe('decodeJournal', () => {
  it('gives back what was encoded, whatever the text', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 3000 }), { maxLength: 10 }), (words) => {
        const sides = new Sides();
        const encoded = encodeAll(words.map(warning), sides);
        for (const line of encoded.split('\n')) assert.ok(encoder.encode(line).length + 1 <= LINE_LIMIT_BYTES);
        const { records, damage } = decodeJournal(encoder.encode(encoded), sides.read);
        assert.deepEqual(damage, []);
        assert.deepEqual(texts(records), words);
      }),
    );
  });

  it('recovers all earlier lines when the last three are cut at any byte', () => {
    const words = ['one', 'two', 'three ä', 'four', 'five'];
    const bytes = encoder.encode(encodeAll(words.map(warning)));
    const ends = [...bytes.keys()].filter((index) => bytes[index] === 0x0a);
    for (let length = (ends[1] ?? 0) + 1; length < bytes.length; length += 1) {
      const { records, damage } = decodeJournal(bytes.subarray(0, length));
      // A line whose line feed alone is missing is whole.
      const whole = ends.filter((end) => end <= length).length;
      assert.deepEqual(texts(records), words.slice(0, whole), `cut at ${length}`);
      const torn = !ends.some((end) => end === length || end + 1 === length);
      assert.equal(damage.length, torn ? 1 : 0, `cut at ${length}: ${damage.join('; ')}`);
    }
  });

  it('keeps the sound lines around damage in the middle, and says which', () => {
    const lines = encodeAll(['one', 'two', 'three', 'four'].map(warning)).split('\n');
    const damaged = lines.map((line, index) => (index === 1 ? line.replace('two', 'too') : line)).join('\n');
    const { records, damage } = decodeJournal(encoder.encode(damaged));
    assert.deepEqual(texts(records), ['one', 'three', 'four']);
    assert.deepEqual(damage, ['line 2 is damaged: its checksum does not match', 'record 2 is missing']);
  });

  it('ignores a line that stands twice', () => {
    const encoded = encodeAll(['one', 'two'].map(warning));
    const { records, damage } = decodeJournal(encoder.encode(encoded + encoded));
    assert.deepEqual(texts(records), ['one', 'two']);
    assert.deepEqual(damage, [
      'line 3 repeats or goes back to record 1; it was ignored',
      'line 4 repeats or goes back to record 2; it was ignored',
    ]);
  });

  it('says what of a torn tail was dropped', () => {
    const encoded = encodeAll(['one', 'two'].map(warning));
    const { records, damage } = decodeJournal(encoder.encode(encoded).subarray(0, -10));
    assert.deepEqual(texts(records), ['one']);
    assert.match(damage.join(), /^the journal's tail is torn: \d+ bytes from line 2 on were dropped$/u);
  });

  it('keeps events of kinds that it does not know, without damage', () => {
    const event = { kind: 'moon-phase', phase: 'full' };
    const encoded = encodeLine({ seq: 1, atMs: 0, event }) + encodeLine({ seq: 2, atMs: 1, event: warning('x') });
    const decoded = decodeJournal(encoder.encode(encoded));
    assert.deepEqual(decoded.unknown, [{ seq: 1, kind: 'moon-phase', event }]);
    assert.deepEqual(decoded.damage, []);
    assert.deepEqual(texts(decoded.records), ['x']);
  });

  it('tells a known kind whose fields are not what they must be', () => {
    const encoded = encodeLine({ seq: 1, atMs: 0, event: { kind: 'warning', about: 'x' } });
    assert.match(decodeJournal(encoder.encode(encoded)).damage.join(), /^line 1 is not understood: warning\.text: /u);
  });

  it('refuses another major version', () => {
    const encoded = encodeLine({ seq: 1, atMs: 0, event: { kind: 'run-started', schema: 2 } });
    assert.throws(() => decodeJournal(encoder.encode(encoded)), {
      code: 'run-unreadable',
      message: 'the journal has schema 2; this version of reality reads schema 1',
    });
  });

  it('never throws, whatever the bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 500 }), (bytes) => decodeJournal(bytes).records.length === 0));
  });
});

describe('a long event', () => {
  it('has its texts cut in the line and whole in a side file', () => {
    const sides = new Sides();
    const message = `${'x'.repeat(5000)}the end`;
    const { record } = encodeRecord({ seq: 1, atMs: 0, event: failure(message) }, sides.write);
    const kept = record.event.kind === 'test-ended' ? record.event.failure : undefined;
    assert.equal(kept?.message.length, 2048);
    assert.ok(kept?.message.endsWith('… [5007 characters, cut]'));
    assert.equal(sides.read(kept?.side ?? ''), `Error: ${message}\n`);
  });

  it('comes back whole although its line holds an excerpt, and as the excerpt when the side file is lost', () => {
    const sides = new Sides();
    const event = failure('\u0000'.repeat(2000));
    const { line } = encodeRecord({ seq: 1, atMs: 0, event }, sides.write);
    assert.ok(line.length < LINE_LIMIT_BYTES);
    assert.deepEqual(decodeJournal(encoder.encode(line), sides.read).records[0]?.event, event);
    const [alone] = decodeJournal(encoder.encode(line)).records;
    assert.equal(alone?.event.kind === 'test-ended' ? alone.event.outcome : undefined, 'failed');
  });

  it('always fits, however long', () => {
    const covers = Array.from({ length: 5000 }, (_, index) => `REQ-${index}`);
    const contact = Object.fromEntries(covers.map((id) => [id, 'L3' as const]));
    const suite = {
      name: 's',
      engine: 'e',
      lane: 'unit',
      closure: [],
      timeoutMs: 1,
      tags: [],
      covers,
      contact,
    } as const;
    const event = { kind: 'suite-planned', suite: { ...suite, exclusive: false, retries: 0, repeat: 1 } } as const;
    const sides = new Sides();
    const { line } = encodeRecord({ seq: 1, atMs: 0, event }, sides.write);
    assert.ok(encoder.encode(line).length < LINE_LIMIT_BYTES);
    assert.deepEqual(decodeJournal(encoder.encode(line), sides.read).records[0]?.event, event);
  });

  it('keeps the side file that a failure already names', () => {
    const sides = new Sides();
    const given = {
      ...failure('y'.repeat(3000)).failure,
      type: 'E',
      message: 'y'.repeat(3000),
      source: 'raised',
      frames: [],
      side: 'given.txt',
    } as const;
    assert.equal(fitFailure(given, sides.write).side, 'given.txt');
    assert.equal(sides.texts.size, 0);
  });
});
