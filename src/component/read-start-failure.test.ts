import assert from 'node:assert/strict';
import { readStartFailure } from './read-start-failure.ts';

describe('the log of a start that failed', () => {
  const table: readonly (readonly [log: string, taken: number | undefined | 'none', sentence: string])[] = [
    [
      '2026/01/01 10:00:00 INF MediaMTX v1.19.3\n2026/01/01 10:00:00 ERR listen tcp 127.0.0.1:20017: bind: address already in use\n2026/01/01 10:00:00 INF [RTSP] listener is closing\n',
      20017,
      '2026/01/01 10:00:00 ERR listen tcp 127.0.0.1:20017: bind: address already in use',
    ],
    [
      'Error: listen EADDRINUSE: address already in use 127.0.0.1:8554\n    at Server.setup\n',
      8554,
      'Error: listen EADDRINUSE: address already in use 127.0.0.1:8554',
    ],
    ['  code: EADDRINUSE\n', undefined, 'code: EADDRINUSE'],
    ['listen udp :::8189: bind: address already in use', 8189, 'listen udp :::8189: bind: address already in use'],
    ['OSError: [Errno 98] Address already in use\n', undefined, 'OSError: [Errno 98] Address already in use'],
    ['ERR: json: unknown field "x"\nbye\n', 'none', 'ERR: json: unknown field "x"'],
    [
      "  throw new TypeError('no exposure');\n        ^\n\nTypeError: no exposure\n    at new NodeError (node:internal/errors:405:5)\n\nNode.js v20.20.2\n",
      'none',
      'TypeError: no exposure',
    ],
    [
      'java.lang.IllegalStateException: closed\n\tat a.b.Main.main(Main.java:3)\n',
      'none',
      'java.lang.IllegalStateException: closed',
    ],
    ['hello\nlast words\n\n', 'none', 'last words'],
    ['', 'none', ''],
  ];
  for (const [log, taken, sentence] of table) {
    it(`${JSON.stringify(log.slice(0, 60))} gives ${String(taken)}`, () => {
      const failure = readStartFailure(log);
      assert.equal(failure.sentence, sentence);
      assert.equal(failure.addressTaken, taken !== 'none');
      assert.equal(failure.takenPort, taken === 'none' ? undefined : taken);
    });
  }
});
