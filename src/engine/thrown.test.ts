import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describeThrown, isAssertion, parseFrames } from './thrown.ts';

const hostile = {
  get message(): string {
    throw new Error('not even that');
  },
};

describe('anything thrown', () => {
  const table: readonly (readonly [what: string, thrown: unknown, type: string, message: RegExp])[] = [
    ['an error', new TypeError('bad'), 'TypeError', /^bad$/u],
    ['an error without message', new RangeError(''), 'RangeError', /^RangeError$/u],
    [
      'a chain of causes',
      new Error('a', { cause: new Error('b', { cause: 'c' }) }),
      'Error',
      /^a\ncaused by: b\ncaused by: string thrown: 'c'$/u,
    ],
    ['several at once', new AggregateError([new Error('one'), new Error('two')]), 'AggregateError', /^one; two$/u],
    ['a text', 'oops', 'string', /^string thrown: 'oops'$/u],
    ['nothing', undefined, 'undefined', /^undefined thrown: undefined$/u],
    ['null', null, 'object', /^object thrown: null$/u],
    ['an object', { answer: 42 }, 'Object', /answer: 42/u],
    ['an object that resists', hostile, 'Object', /./u],
    ['an object without prototype', Object.create(null), 'Object', /./u],
  ];
  for (const [what, thrown, type, message] of table) {
    it(`becomes a failure: ${what}`, () => {
      const failure = describeThrown(thrown);
      assert.equal(failure.type, type);
      assert.match(failure.message, message);
    });
  }

  it('never has an empty text, and never throws', () => {
    fc.assert(
      fc.property(fc.anything(), (thrown) => {
        const failure = describeThrown(thrown);
        return failure.message.trim() !== '' && failure.type !== '' && JSON.stringify(failure) !== '';
      }),
    );
  });

  it('keeps the code of the error, or of its cause', () => {
    assert.equal(describeThrown(Object.assign(new Error('x'), { code: 'EPIPE' })).code, 'EPIPE');
    assert.equal(describeThrown(Object.assign(new Error('x'), { status: 404 })).code, '404');
    const cause = Object.assign(new Error('y'), { code: 'ECONNREFUSED' });
    assert.equal(describeThrown(new Error('fetch failed', { cause })).code, 'ECONNREFUSED');
  });

  it('keeps whom a connection could not reach, from whatever shape carries it', () => {
    const refused = Object.assign(new Error('x'), { code: 'ECONNREFUSED', address: '127.0.0.1', port: 8002 });
    assert.equal(describeThrown(refused).peer, '127.0.0.1:8002');
    assert.equal(describeThrown(new Error('fetch failed', { cause: refused })).peer, '127.0.0.1:8002');
    assert.equal(describeThrown(new AggregateError([refused])).peer, '127.0.0.1:8002');
    const socket = Object.assign(new Error('x'), { syscall: 'connect', address: '/run/x.sock' });
    assert.equal(describeThrown(socket).peer, '/run/x.sock');
    const lost = Object.assign(new Error('other side closed'), { socket: { remoteAddress: '::1', remotePort: 5 } });
    assert.equal(describeThrown(new Error('x', { cause: lost })).peer, '[::1]:5');
    const late = new Error('Connect Timeout Error (attempted address: 127.0.0.1:81, timeout: 9ms)');
    assert.equal(describeThrown(late).peer, '127.0.0.1:81');
    const missing = Object.assign(new Error('ENOENT'), { syscall: 'open', path: '/etc/none' });
    assert.equal(describeThrown(missing).peer, undefined);
    assert.equal(describeThrown('text').peer, undefined);
  });

  it('knows a check that did not hold from something that broke', () => {
    const asserted = (): unknown => {
      try {
        assert.equal(1, 2);
      } catch (error) {
        return error;
      }
      return undefined;
    };
    assert.equal(isAssertion(asserted()), true);
    assert.equal(isAssertion(Object.assign(new Error('chai'), { name: 'AssertionError' })), true);
    assert.equal(isAssertion(Object.assign(new Error('should'), { showDiff: true })), true);
    assert.equal(isAssertion(new Error('broke')), false);
  });
});

describe('frames', () => {
  it('are read from stack texts, without those of Node, mocha and the guard', () => {
    const stack = [
      'Error: x',
      '    at inner (/app/a.js:1:2)',
      '    at new Thing (file:///app/b%20c.mjs:3:4)',
      '    at async Promise.all (index 0)',
      '    at async file:///app/d.mjs:5:6',
      '    at callFn (/app/node_modules/mocha/lib/runnable.js:360:23)',
      '    at /app/node_modules/reality-harness/dist/src/guard/guard-require.cjs:55:34',
      '    at node:internal/main:1:1',
    ].join('\n');
    assert.deepEqual(parseFrames(stack), [
      { name: 'inner', file: '/app/a.js', line: 1, column: 2 },
      { name: 'new Thing', file: '/app/b c.mjs', line: 3, column: 4 },
      { name: '', file: '/app/d.mjs', line: 5, column: 6 },
    ]);
  });
});

function thrownBy(act: () => void): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

const COMPARISONS: readonly (readonly [string, unknown, readonly (string | undefined)[]])[] = [
  ['two numbers', thrownBy(() => assert.equal(1, 2)), ['2', '1']],
  ['a value that is null', thrownBy(() => assert.equal(null, 2)), ['2', 'null']],
  ['a value that is not there', thrownBy(() => assert.equal(undefined, 'up')), ['up', 'undefined']],
  ['a value where none was wanted', thrownBy(() => assert.equal(7, undefined)), ['undefined', '7']],
  ['what Jest says', { matcherResult: { expected: 2, actual: null } }, ['2', 'null']],
  ['a failure that compares nothing', thrownBy(() => assert.fail('no')), [undefined, undefined]],
  ['an error that names one side', Object.assign(new Error('no'), { expected: 2 }), ['2', undefined]],
];

describe('sides of a comparison', () => {
  for (const [name, thrown, sides] of COMPARISONS) {
    it(`tells the two sides of ${name}`, () => {
      const { expected, actual } = describeThrown(thrown);
      assert.deepEqual([expected, actual], sides);
    });
  }
});
