import assert from 'node:assert/strict';
import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import type { JournalRecord, RunEvent } from '#domain';
import { checksum } from './checksum.ts';
import { decodeJournal } from './decode-journal.ts';
import { fitFailure, JournalEncoder } from './fit.ts';
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
  const journal = new JournalEncoder(sides.write);
  return events.map((event, index) => journal.encode({ seq: index + 1, atMs: index, event }).line).join('');
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
    const encoded = encodeLine({ seq: 1, atMs: 0, event: { kind: 'run-started', schema: 3 } });
    assert.throws(() => decodeJournal(encoder.encode(encoded)), {
      code: 'run-unreadable',
      message: 'the journal has schema 3; this version of reality reads schemas 1 and 2',
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
    const { record } = new JournalEncoder(sides.write).encode({ seq: 1, atMs: 0, event: failure(message) });
    const kept = record.event.kind === 'test-ended' ? record.event.failure : undefined;
    assert.equal(kept?.message.length, 2048);
    assert.ok(kept?.message.endsWith('… [5007 characters, cut]'));
    assert.equal(sides.read(kept?.side ?? ''), `Error: ${message}\n`);
  });

  it('comes back whole although its line holds an excerpt, and as the excerpt when the side file is lost', () => {
    const sides = new Sides();
    const event = failure('\u0000'.repeat(2000));
    const { line } = new JournalEncoder(sides.write).encode({ seq: 1, atMs: 0, event });
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
    const { line } = new JournalEncoder(sides.write).encode({ seq: 1, atMs: 0, event });
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

describe('a failure that was told before', () => {
  const ended = (message: string): RunEvent =>
    failure(`${message} is not what was wanted, whatever that may have been`);
  const messages = (records: readonly JournalRecord[]): readonly (string | undefined)[] =>
    records.map(({ event }) => (event.kind === 'test-ended' ? event.failure?.message.split(' ')[0] : event.kind));

  it('is referred to, and comes back whole', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('one', 'two', '\u0000'.repeat(1500))), (words) => {
        const sides = new Sides();
        const writer = new JournalEncoder(sides.write);
        const encoded = words.map((word, index) => writer.encode({ seq: index + 1, atMs: index, event: ended(word) }));
        const bytes = encoder.encode(encoded.map(({ line }) => line).join(''));
        const { records, damage } = decodeJournal(bytes, sides.read);
        assert.deepEqual(damage, []);
        assert.deepEqual(
          records,
          encoded.map(({ record }) => record),
        );
        const told = encoded.filter(({ line }) => !line.includes('"failureOf"'));
        assert.equal(told.length, new Set(words).size);
      }),
    );
  });

  it('is told anew after some time, so that no damaged line takes the texts of all tests with it', () => {
    const lines = encodeAll(Array.from({ length: 200 }, () => ended('one'))).split('\n');
    const telling = lines.flatMap((line, index) => (line.includes('"failure":') ? [index] : []));
    assert.deepEqual(telling, [0, 65, 130, 195]);
  });

  it('is read whatever the end of the test is, and where ends are told by the schema', () => {
    const event = { ...failure('it took too long, as it so often does in the night'), outcome: 'timed-out' as const };
    const { records } = decodeJournal(encoder.encode(encodeAll([event, event])));
    assert.deepEqual(
      records.map((one) => one.event),
      [event, event],
    );
  });

  it('keeps the verdict and says where the text stood when that line is damaged', () => {
    const encoded = encodeAll(['one', 'two', 'one', 'two'].map(ended)).replace('one is not', 'One is not');
    const { records, damage } = decodeJournal(encoder.encode(encoded));
    assert.deepEqual(messages(records), ['two', 'its', 'two']);
    assert.deepEqual(damage, ['line 1 is damaged: its checksum does not match', 'record 1 is missing']);
    const lost = records[1]?.event;
    assert.deepEqual(lost?.kind === 'test-ended' ? [lost.outcome, lost.failure?.message] : [], [
      'failed',
      'its text stood in record 1 of the journal, which cannot be read',
    ]);
  });

  it('is never looked for ahead, in itself, or in what is no end of a test', () => {
    const refer = (seq: number, failureOf: unknown): string =>
      encodeLine({ seq, atMs: 0, event: { ...failure(''), failure: undefined, failureOf } });
    const lines = [encodeAll([warning('x')]), refer(2, 1), refer(3, 3), refer(4, 9), refer(5, -1)].join('');
    const { records } = decodeJournal(encoder.encode(lines));
    assert.deepEqual(messages(records), ['warning', 'its', 'its', 'its', 'its']);
  });
});
