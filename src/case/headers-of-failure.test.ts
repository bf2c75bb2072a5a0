import assert from 'node:assert/strict';
import type { Failure } from '#domain';
import { listHeadersOf, saysMissing } from './headers-of-failure.ts';

const failure = (message: string, type = 'AssertionError'): Failure => ({
  type,
  message,
  source: 'raised',
  frames: [],
});

describe('headers that a failure names', () => {
  for (const [message, names, isMissing] of [
    ["assert 'Retry-After' in <http.client.HTTPMessage object at 0x7f>", ['retry-after'], true],
    ["The expression evaluated to a falsy value:\n\n  assert.ok(answer.headers.has('link'))\n", ['link'], true],
    ['parcels_test.go:9: GET /parcels/1: no ETag', ['etag'], true],
    ['no Location header', ['location'], true],
    ["KeyError: 'location'", [], false],
    ["expected the field 'location' to be there", [], false],
    ['3 !== 4', [], false],
  ] as const) {
    it(message.split('\n').at(-2) ?? message, () => {
      assert.deepEqual(listHeadersOf(failure(message)), names);
      assert.equal(saysMissing(failure(message)), isMissing);
    });
  }
});
