import assert from 'node:assert/strict';
import { citationsOf } from './citations.ts';

const table: readonly (readonly [string, readonly string[]])[] = [
  ['answers pong', []],
  ['answers pong [REQ-WS-011]', ['REQ-WS-011']],
  ['answers pong [REQ-WS-011] [A-1] [REQ-WS-011]', ['REQ-WS-011', 'A-1']],
  ['are told when it is over [OPS-1, REQ-MEDIA-014]', ['OPS-1', 'REQ-MEDIA-014']],
  ['one line each [A-1;B.2\n C_3]', ['A-1', 'B.2', 'C_3']],
  ['is a list [1, 2], an option [x], or half a thing [A-1,]', []],
];

describe('requirements that a title cites', () => {
  for (const [title, ids] of table) {
    it(JSON.stringify(title), () => assert.deepEqual(citationsOf([title]), ids));
  }
});
