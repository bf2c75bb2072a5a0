import assert from 'node:assert/strict';
import { findLocalPorts } from './addresses.ts';

const table: readonly (readonly [string, readonly number[]])[] = [
  ['connect ECONNREFUSED 127.0.0.1:8554', [8554]],
  ['no answer from http://localhost:9997/v3/paths and [::1]:9997', [9997]],
  ['http: panic serving 127.0.0.1:38498: invalid WriteHeader code 0', []],
  ['INFO: 127.0.0.1:53012 - "GET /orders HTTP/1.1" 500', []],
  ['ERROR remote_addr=127.0.0.1:53012 upstream 127.0.0.1:8554 timed out', [8554]],
  ['connection from 127.0.0.1:53012 closed', []],
];

describe('ports of this host that a text names', () => {
  for (const [text, ports] of table) {
    it(text, () => assert.deepEqual(findLocalPorts(text), ports));
  }
});
