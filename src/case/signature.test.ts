import assert from 'node:assert/strict';
import { normaliseText } from './signature.ts';

describe('signature', () => {
  const same: readonly (readonly [string, string, string])[] = [
    ['run 2f1b9c1e-0a53-4d3a-9a51-1c9e2f0a7b11', 'run 9d0f44aa-9b7c-4f0e-8a01-7f3f6f5f1e02', 'run <uuid>'],
    ['at 2026-11-21T10:15:00.000Z', 'at 2025-01-02 03:04:05,678', 'at <time>'],
    ['token eyJhbGciOi.eyJzdWIi.c2ln refused', 'token eyJ0eXAiOi.eyJpYXQi.bm8 refused', 'token <token> refused'],
    ["open '/tmp/reality-a1/x.mp4'", "open '/tmp/reality-b2/y.mp4'", "open '<temp>'"],
    ['connect ECONNREFUSED 127.0.0.1:21233', 'connect ECONNREFUSED [::1]:9997', 'connect ECONNREFUSED <address>'],
    ['Timeout of 3100ms exceeded', 'Timeout of 2.5 s exceeded', 'Timeout of <amount> exceeded'],
    ['pid 123 on port 8554', 'pid 7 on port 21240', 'pid <n> on port <n>'],
    ['sha 0123456789abcdef', 'sha fedcba98765432100', 'sha <hex>'],
    ['\u001B[31mred\u001B[0m  two\nlines', 'red two lines', 'red two lines'],
  ];
  for (const [one, other, normal] of same) {
    it(normal, () => {
      assert.equal(normaliseText(one), normal);
      assert.equal(normaliseText(other), normal);
    });
  }

  const apart: readonly (readonly [string, string])[] = [
    ['expected 3 to equal 4', 'expected 3 to equal 5'],
    ['ECONNREFUSED', 'ECONNRESET'],
    ['status 404', 'status 503'],
    ['code -32601', 'code -32603'],
    ['TypeError: x', 'RangeError: x'],
  ];
  for (const [one, other] of apart)
    it(`${one} is not ${other}`, () => assert.notEqual(normaliseText(one), normaliseText(other)));
});
