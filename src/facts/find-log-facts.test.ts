import assert from 'node:assert/strict';
import { findLogFacts } from './find-log-facts.ts';
import type { TimedLog } from './find-log-facts.ts';
import { normaliseLine, readLogLines } from './log-line.ts';
import type { TestWindow } from './test-window.ts';
import { readTrouble } from './read-trouble.ts';

/** A log as the capture writes it, one line every 10 ms from a moment on. */
function logged(lines: readonly string[], fromMs = 0): string {
  return lines
    .map((text, index) => `${((fromMs + index * 10) / 1000).toFixed(3).padStart(9)} out | ${text}`)
    .join('\n');
}

const troubleOf = (lines: readonly string[]): readonly (readonly [string, string])[] =>
  readTrouble(readLogLines(logged(lines))).map(({ nature, text }) => [nature, text]);

describe('trouble in a log', () => {
  const errors = [
    'ERROR something went wrong',
    '2026/11/21 12:00:00 ERR [RTSP] session closed: EOF',
    '2026-11-21 12:00:00,123 - camera - ERROR - no such device',
    '12:00:00 [error] 31#31: *1 connect() failed',
    'time=2026-11-21T12:00:00Z level=error msg="no path"',
    '{"level":"error","msg":"no path"}',
    '{"level":50,"time":1,"msg":"no path"}',
    '{"severity":"ERROR","message":"no path"}',
    'E1121 12:00:00.000000    1 main.go:12] no path',
    'Error: connect ECONNREFUSED 127.0.0.1:9997',
    'camera.errors.DeviceError: no such device',
    '2026-11-21 12:00:00.123 UTC [31] FATAL:  password authentication failed',
    '[FATAL] cannot go on',
    '2026/11/21 20:00:00 price of bread: Get "http://127.0.0.1:9/": dial tcp 127.0.0.1:9: connect: connection refused',
    'WARN prices: request timed out',
    '127.0.0.1 - - [21/Nov/2026 20:00:00] "POST /orders HTTP/1.1" 500 -',
    'could not write to /data/orders.json',
  ];
  for (const text of errors) {
    it(`an error: ${text}`, () => {
      assert.deepEqual(troubleOf([text]), [['error', text]]);
    });
  }

  const innocent = [
    'INFO 0 errors so far',
    '{"level":"info","msg":"error counter reset"}',
    '{"level":30,"msg":"ERROR is only a word here"}',
    'listening on 8002, error log at /var/log/error.log',
    'GET /errors 200',
    'time=1 level=info msg="handled error"',
    'WARN retrying',
    'stream camera0 ready',
    'INFO  request timed out, trying again',
    '127.0.0.1 - - [21/Nov/2026 20:00:00] "POST /orders HTTP/1.1" 404 -',
    '[DBG] connection closed',
  ];
  for (const text of innocent) {
    it(`no trouble: ${text}`, () => {
      assert.deepEqual(troubleOf([text]), []);
    });
  }

  const resources = [
    'camera.py:12: ResourceWarning: unclosed <socket.socket fd=7>',
    '(node:12) MaxListenersExceededWarning: Possible EventEmitter memory leak detected.',
    'ERROR asyncio: Unclosed client session',
    'ERROR asyncio: Task was destroyed but it is pending!',
  ];
  for (const text of resources) {
    it(`a resource: ${text}`, () => {
      assert.deepEqual(troubleOf([text]), [['resource', text]]);
    });
  }

  it('a stack of Node with the frame of the program itself', () => {
    const lines = [
      'TypeError: snapshot is not a function',
      '    at encode (node:internal/x:1:1)',
      '    at wrap (/app/node_modules/ws/index.js:3:4)',
      '    at Camera.take (file:///app/src/camera.js:41:9)',
      '    at async main (/app/src/main.js:7:1)',
      'INFO next',
    ];
    assert.deepEqual(troubleOf(lines), [['stack', 'TypeError: snapshot is not a function (at /app/src/camera.js:41)']]);
  });

  it('a stack of Python: what was raised stands last, and so does the innermost frame', () => {
    const lines = [
      'Traceback (most recent call last):',
      '  File "/app/main.py", line 3, in main',
      '    start()',
      '  File "/app/camera.py", line 12, in start',
      '    open_device()',
      '  File "/usr/lib/python3.11/asyncio/base.py", line 99, in run',
      '    raise',
      'camera.NoDevice: /dev/video7',
      'INFO next',
    ];
    assert.deepEqual(troubleOf(lines), [['stack', 'camera.NoDevice: /dev/video7 (at /app/camera.py:12)']]);
  });

  it('a stack of Node with what it came of', () => {
    const lines = [
      'ERROR TypeError: fetch failed',
      '    at node:internal/deps/undici/undici:14974:13',
      '    at async priceOf (file:///app/orders.mjs:43:18)',
      '    ... 2 lines matching cause stack trace ...',
      '    at async create (file:///app/orders.mjs:33:17) {',
      '  [cause]: Error: connect ECONNREFUSED 127.0.0.1:9109',
      '      at TCPConnectWrap.afterConnect [as oncomplete] (node:net:1611:16) {',
      '    errno: -111,',
      "    code: 'ECONNREFUSED',",
      '    port: 9109',
      '  }',
      '}',
      'INFO next',
    ];
    const text =
      'ERROR TypeError: fetch failed (at /app/orders.mjs:43); caused by: Error: connect ECONNREFUSED 127.0.0.1:9109';
    assert.deepEqual(troubleOf(lines), [['stack', text]]);
  });

  it('a stack of Python that was raised while it dealt with another', () => {
    const lines = [
      'ERROR:root:no price',
      'Traceback (most recent call last):',
      '  File "/app/prices.py", line 9, in ask',
      '    return urlopen(url)',
      'ConnectionRefusedError: [Errno 111] Connection refused',
      '',
      'During handling of the above exception, another exception occurred:',
      '',
      'Traceback (most recent call last):',
      '  File "/app/main.py", line 3, in create',
      '    price = ask(name)',
      'orders.NoPrice: bread',
      'INFO next',
    ];
    assert.deepEqual(troubleOf(lines), [
      ['error', 'ERROR:root:no price'],
      [
        'stack',
        'orders.NoPrice: bread (at /app/main.py:3); caused by: ConnectionRefusedError: [Errno 111] Connection refused (at /app/prices.py:9)',
      ],
    ]);
  });

  it('a stack of Java with what it came of', () => {
    const lines = [
      'java.lang.IllegalStateException: no price',
      '\tat org.springframework.web.Handler.run(Handler.java:9)',
      '\tat app.Orders.create(Orders.java:31)',
      'Caused by: java.net.ConnectException: Connection refused',
      '\tat java.base/sun.nio.ch.Net.connect(Net.java:3)',
      '\t... 12 more',
    ];
    const text =
      'java.lang.IllegalStateException: no price (at Orders.java:31); caused by: java.net.ConnectException: Connection refused';
    assert.deepEqual(troubleOf(lines), [['stack', text]]);
  });

  it('a stack within an object', () => {
    const stack = 'TypeError: x is not a function\n    at take (/app/camera.js:4:5)\n    at node:internal/x:1:1';
    const line = JSON.stringify({ level: 'error', msg: 'no snapshot', err: { type: 'TypeError', stack } });
    assert.deepEqual(troubleOf([line]), [
      ['stack', 'no snapshot: TypeError: x is not a function (at /app/camera.js:4)'],
    ]);
  });

  it('a panic that a server of Go survived', () => {
    const lines = [
      '2026/11/21 20:00:00 http: panic serving 127.0.0.1:53012: runtime error: invalid memory address',
      'goroutine 35 [running]:',
      'net/http.(*conn).serve.func1()',
      '\t/usr/local/go/src/net/http/server.go:1903 +0xbe',
      'main.create({0x1, 0x2}, 0x3)',
      '\t/app/main.go:41 +0x1d',
    ];
    const [nature, text = ''] = troubleOf(lines)[0] ?? [];
    assert.equal(nature, 'stack');
    assert.match(text, /invalid memory address \(at \/app\/main\.go:41\)$/u);
  });

  it('a panic of Go', () => {
    const lines = [
      'panic: runtime error: index out of range [3] with length 2',
      '',
      'goroutine 1 [running]:',
      'runtime.goPanicIndex(0x3, 0x2)',
      '\t/usr/local/go/src/runtime/panic.go:113 +0x7f',
      'main.take(...)',
      '\t/app/camera.go:41 +0x1d',
      'exit status 2',
    ];
    assert.deepEqual(troubleOf(lines), [
      ['stack', 'panic: runtime error: index out of range [3] with length 2 (at /app/camera.go:41)'],
    ]);
  });

  it('an exception of Java', () => {
    const lines = [
      'java.lang.IllegalStateException: no device',
      '\tat java.base/java.util.Objects.requireNonNull(Objects.java:233)',
      '\tat com.example.Camera.take(Camera.java:41)',
      'Caused by: java.io.IOException: gone',
      '\t... 3 more',
    ];
    assert.deepEqual(troubleOf(lines), [
      ['stack', 'java.lang.IllegalStateException: no device (at Camera.java:41); caused by: java.io.IOException: gone'],
    ]);
  });

  it('a panic of Rust', () => {
    assert.deepEqual(
      troubleOf(["thread 'main' panicked at src/camera.rs:12:5:", 'no device', 'note: run with RUST_BACKTRACE']),
      [['stack', "thread 'main' panicked at src/camera.rs:12:5:"]],
    );
  });
});

describe('normalised lines', () => {
  it('are equal when only numbers, ids and colours differ', () => {
    assert.equal(
      normaliseLine('2026/11/21 12:00:00 ERR [session 3f2a9b1c] from 127.0.0.1:4711'),
      normaliseLine('\u001B[31m2026/11/21 13:10:09 ERR [session 00aa11bb] from 127.0.0.1:9\u001B[0m'),
    );
    assert.notEqual(normaliseLine('ERR no path camera'), normaliseLine('ERR no path stream'));
  });
});

describe('log facts', () => {
  const window = (ordinal: number, fromMs: number, toMs: number, how: 'red' | 'passed'): TestWindow => ({
    ordinal,
    fromMs,
    toMs,
    isRed: how === 'red',
    isPassed: how === 'passed',
  });
  const log = (text: string, begins: TimedLog['begins'] = [{ line: 1, atMs: 0 }]): TimedLog => ({
    component: 'service',
    file: 'logs/w1.1/service.log',
    lines: readLogLines(text),
    begins,
  });

  it('are what stands in the windows of red tests and in no other', () => {
    const text = [
      logged(['ERROR at start, as ever'], 10),
      logged(['ERROR job 7 slow'], 1500),
      logged(['ERROR job 8 slow', 'ERROR disk is read-only', 'ERROR at start, as ever'], 2100),
    ].join('\n');
    const windows = [window(0, 1000, 2000, 'passed'), window(1, 2000, 3000, 'red')];
    assert.deepEqual(
      findLogFacts([log(text)], { windows, zeroMs: 0 }).map(({ ordinal, fact }) => [
        ordinal,
        fact.line,
        fact.text,
        fact.nature,
      ]),
      [[1, 4, 'ERROR disk is read-only', 'error']],
    );
  });

  it('stay what they are when one of several comes so late that it stands where a test passed', () => {
    const windows = [window(0, 0, 1000, 'red'), window(1, 2000, 3000, 'passed')];
    const late = logged(['ERROR no price'], 2500);
    const found = (times: number): number =>
      findLogFacts([log([logged(Array.from({ length: times }, () => 'ERROR no price')), late].join('\n'))], {
        windows,
        zeroMs: 0,
      }).length;
    assert.deepEqual([found(2), found(3)], [0, 1]);
  });

  it('leave out what is usual elsewhere in the run', () => {
    const windows = [window(0, 0, 1000, 'red')];
    const text = logged(['ERROR job 8 slow']);
    assert.equal(findLogFacts([log(text)], { windows, zeroMs: 0 }).length, 1);
    assert.deepEqual(
      findLogFacts([log(text)], { windows, zeroMs: 0 }, new Set([normaliseLine('ERROR job 1 slow')])),
      [],
    );
  });

  it('count time anew for a process that was started again', () => {
    const text = `${logged(['INFO up'], 5000)}\n${logged(['ERROR after the restart'], 100)}`;
    const begins = [
      { line: 1, atMs: 0 },
      { line: 2, atMs: 8000 },
    ];
    assert.equal(
      findLogFacts([log(text, begins)], { windows: [window(3, 8050, 9000, 'red')], zeroMs: 0 })[0]?.ordinal,
      3,
    );
    assert.deepEqual(findLogFacts([log(text, begins)], { windows: [window(3, 0, 1000, 'red')], zeroMs: 0 }), []);
  });

  it('are of the moment that a line carries, however late it came', () => {
    // Three tests of 20 ms; the second writes its trouble, and it is read when all are over.
    const windows = [window(0, 1000, 1020, 'passed'), window(1, 1020, 1040, 'red'), window(2, 1040, 1060, 'red')];
    const zeroMs = Date.UTC(2026, 10, 21, 12);
    const lines = ['2026-11-21 14:00:01,035 ERROR no price', '{"level":50,"time":1795262401050,"msg":"no stock"}'];
    assert.deepEqual(
      findLogFacts([log(logged(lines, 1900))], { windows, zeroMs }).map(({ ordinal, fact }) => [
        ordinal,
        fact.line,
        (fact.epochMs ?? 0) - zeroMs,
      ]),
      [
        [1, 1, 1035],
        [2, 2, 1050],
      ],
    );
    const unstamped = findLogFacts([log(logged(['ERROR no price'], 1900))], { windows, zeroMs });
    assert.deepEqual(unstamped, []);
  });

  it('are not of a test that never dealt with what they name', () => {
    const windows = [window(0, 0, 1000, 'red'), window(1, 2000, 3000, 'red')];
    const lines = [logged(['ERROR transfer 2 waits'], 500), logged(['ERROR transfer 2 waits'], 2500)].join('\n');
    const things = new Map([
      [0, new Set(['transfer/2'])],
      [1, new Set(['transfer/4'])],
    ]);
    const ordinals = (of: typeof things): readonly number[] =>
      findLogFacts([log(lines)], { windows, zeroMs: 0 }, new Set(), of).map(({ ordinal }) => ordinal);
    assert.deepEqual([ordinals(things), ordinals(new Map())], [[0], [0, 1]]);
  });

  it('are at most six for a component and a test, stacks before errors, each text once', () => {
    const many = Array.from({ length: 20 }, (_, index) => `ERROR kind ${'abcdefghijklmnopqrst'[index]}`);
    const stack = ['Error: last', '    at run (/app/main.js:1:1)'];
    const facts = findLogFacts([log(logged([...many, ...many, ...stack]))], {
      windows: [window(0, 0, 9000, 'red')],
      zeroMs: 0,
    });
    assert.equal(facts.length, 6);
    assert.equal(facts.filter(({ fact }) => fact.nature === 'stack').length, 1);
  });
});
