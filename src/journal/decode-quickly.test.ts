import assert from 'node:assert/strict';
import { decodeEvent } from './decode-event.ts';
import { decodeQuickly } from './decode-quickly.ts';
import { lostFailure } from './told-failures.ts';

describe('decoding by hand', () => {
  const started = { kind: 'test-started', attempt: 'a', ordinal: 1 };
  const passed = { kind: 'test-ended', attempt: 'a', ordinal: 1, outcome: 'passed', marks: [], durationMs: 1.5 };

  const failure = { type: 'AssertionError', message: 'no', source: 'raised', frames: [], code: 'ERR_ASSERTION' };
  const failed = { ...passed, outcome: 'failed', reason: 'assertion', failure };

  it('gives what the schema gives', () => {
    for (const event of [started, passed, failed]) {
      assert.deepEqual(decodeQuickly(event, lostFailure), event);
      assert.deepEqual(decodeEvent(event, lostFailure), { kind: 'known', event });
    }
  });

  it('gives the failure that an earlier record told', () => {
    const { failure: told, ...rest } = { ...failed, failure: { ...failure, source: 'raised' as const } };
    const find = (seq: number): typeof told => (seq === 3 ? told : { ...told, message: 'another' });
    assert.deepEqual(decodeQuickly({ ...rest, failureOf: 3 }, find), failed);
    assert.deepEqual(decodeEvent({ ...rest, outcome: 'errored', failureOf: 3 }, find), {
      kind: 'known',
      event: { ...failed, outcome: 'errored' },
    });
  });

  const others: readonly object[] = [
    { ...started, more: 1 },
    { ...started, ordinal: '1' },
    { ...started, attempt: undefined },
    { ...passed, outcome: 'failed' },
    { ...passed, marks: ['flaky'] },
    { ...passed, marks: 'flaky' },
    { ...passed, durationMs: Number.POSITIVE_INFINITY },
    { ...passed, reason: 'declared' },
    { ...passed, durationMs: undefined },
    { kind: 'test-ended', attempt: 'a', ordinal: 1 },
    { ...failed, failure: { ...failure, frames: [{ file: 'a', line: 1, column: 1, name: '' }] } },
    { ...failed, failure: { ...failure, more: 'x' } },
    { ...failed, failure: { ...failure, code: 7 } },
    { ...failed, failure: { ...failure, source: 'exit' } },
    { ...failed, reason: 'exception' },
    { kind: 'warning', about: 'a', text: 'b' },
    [],
  ];
  for (const event of others) {
    it(`leaves to the schema: ${JSON.stringify(event)}`, () => {
      assert.equal(decodeQuickly(event, lostFailure), undefined);
    });
  }

  it('is used for what it knows, and what it leaves is still checked', () => {
    assert.deepEqual(decodeEvent(passed, lostFailure), { kind: 'known', event: passed });
    assert.deepEqual(decodeEvent({ ...started, more: 1 }, lostFailure), { kind: 'known', event: started });
    assert.equal(decodeEvent({ ...passed, durationMs: 'long' }, lostFailure).kind, 'invalid');
  });
});
