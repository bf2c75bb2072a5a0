import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decodeWire } from './wire.ts';

const NAME = `${'a'.repeat(64)}.json`;
const FAILURE = { type: 'Error', message: 'm', source: 'raised', frames: [] };
const TEST = { titles: ['a'], occurrence: 1, requirements: [] };

const decode = (event: object, sides: Readonly<Record<string, string>> = {}): ReturnType<typeof decodeWire> =>
  decodeWire(JSON.stringify({ nonce: 'n', ...event }), { nonce: 'n', readSide: (name) => sides[name] });

describe('the wire of plug-ins', () => {
  it('carries announcements in the line or in a side file', () => {
    const expected = { kind: 'announced', tests: [TEST] };
    assert.deepEqual(decode({ kind: 'announced', tests: [TEST] }), expected);
    assert.deepEqual(decode({ kind: 'announced', side: NAME }, { [NAME]: JSON.stringify([TEST]) }), expected);
  });

  it('carries which part of an attempt speaks', () => {
    const started = { kind: 'test-started', ordinal: 0, from: 'a.test.js' };
    assert.deepEqual(decode(started), started);
    const ended = {
      kind: 'part-ended',
      from: 'a.test.js',
      titles: ['a.test.js'],
      outcome: 'crashed',
      reason: 'signal',
    };
    assert.deepEqual(decode({ ...ended, failure: FAILURE }), { ...ended, failure: FAILURE });
  });

  it('carries failures in the line or in a side file', () => {
    const ended = { kind: 'test-ended', ordinal: 3, outcome: 'failed', reason: 'assertion', durationMs: 1 };
    const expected = { ...ended, marks: [], failure: FAILURE };
    assert.deepEqual(decode({ ...ended, failure: FAILURE }), expected);
    assert.deepEqual(decode({ ...ended, failure: { side: NAME } }, { [NAME]: JSON.stringify(FAILURE) }), expected);
  });

  const damaged: readonly (readonly [what: string, event: object, why: RegExp])[] = [
    ['a kind that nobody knows', { kind: 'dance' }, /kind/u],
    ['an ordinal below zero', { kind: 'test-started', ordinal: -1 }, /ordinal/u],
    [
      'an outcome that is no engine’s to tell',
      { kind: 'test-ended', ordinal: 0, outcome: 'blocked', durationMs: 0 },
      /outcome/u,
    ],
    ['a side file that is not there', { kind: 'announced', side: NAME }, /tests/u],
    ['a side file outside', { kind: 'announced', side: '../../etc/passwd' }, /tests/u],
    ['a failure without text', { kind: 'load-failed', failure: { ...FAILURE, message: '' } }, /message/u],
  ];
  for (const [what, event, why] of damaged) {
    it(`calls ${what} damage`, () => {
      const decoded = decode(event);
      assert.ok(decoded.kind === 'damage');
      assert.match(decoded.why, why);
    });
  }

  it('believes only its own nonce', () => {
    const decoded = decodeWire('{"nonce":"other","kind":"finished","tests":0}', {
      nonce: 'n',
      readSide: () => undefined,
    });
    assert.ok(decoded.kind === 'damage');
    assert.match(decoded.why, /wrong nonce/u);
  });

  it('survives any line', () => {
    const context = { nonce: 'n', readSide: () => undefined };
    fc.assert(fc.property(fc.string(), (line) => decodeWire(line, context).kind === 'damage'));
    fc.assert(fc.property(fc.json(), (line) => decodeWire(line, context).kind === 'damage'));
  });
});
