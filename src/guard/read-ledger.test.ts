import assert from 'node:assert/strict';
import { readLedger } from './read-ledger.ts';

const mock = { kind: 'mock', nonce: 'n', pid: 7, rule: 'mock-package', verdict: 'block', what: 'nock', atMs: 5.25 };

function write(...lines: readonly (object | string)[]): string {
  return lines.map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join('');
}

describe('ledger of guarded processes', () => {
  it('tells who is armed, what was met, started and opened', () => {
    const text = write(
      {
        kind: 'armed',
        nonce: 'n',
        pid: 7,
        startTime: 12,
        runtime: 'node 20.20.0',
        program: 'node a',
        guard: 1,
        atMs: 1,
      },
      {
        ...mock,
        sentence: 'nock was loaded',
        mend: 'do not',
        file: '/p/a.js',
        line: 3,
        column: 2,
        name: 'f',
        during: '4',
      },
      { kind: 'spawned', nonce: 'n', pid: 7, child: 8, program: '/bin/sh', args: ['-c', 'x'], guarded: false, atMs: 2 },
      { kind: 'listening', nonce: 'n', pid: 7, address: '127.0.0.1:80', file: '/p/a.cjs', line: 3, column: 5, atMs: 3 },
    );
    const ledger = readLedger(text, 'n');
    assert.deepEqual(ledger.armed, [{ pid: 7, startTime: 12, runtime: 'node 20.20.0', program: 'node a' }]);
    assert.deepEqual(ledger.spawned, [{ pid: 7, child: 8, program: '/bin/sh', args: ['-c', 'x'], guarded: false }]);
    assert.deepEqual(ledger.listening, [
      { pid: 7, address: '127.0.0.1:80', file: '/p/a.cjs', line: 3, column: 5, name: '' },
    ]);
    assert.equal(ledger.damaged, 0);
    const [found] = ledger.mocks;
    assert.deepEqual([found?.file, found?.line, found?.during, found?.verdict], ['/p/a.js', 3, '4', 'block']);
  });

  it('gives a text to what has none', () => {
    const [found] = readLedger(write(mock), 'n').mocks;
    assert.deepEqual([found?.sentence, found?.mend, found?.line], ['nock is used', 'use the real part', 1]);
  });

  it('lists what was only tried and never used, and no more', () => {
    const text = write(mock, { ...mock, atMs: 9.5 }, { kind: 'swallowed', nonce: 'n', pid: 7, of: 9.5, atMs: 10 });
    assert.deepEqual(
      readLedger(text, 'n').mocks.map(({ verdict }) => verdict),
      ['block', 'warn'],
    );
  });

  it('takes nothing from somebody else, and counts what it cannot read', () => {
    const damaged = [
      '{"kind":"mo',
      { ...mock, nonce: 'other' },
      { ...mock, pid: 'seven' },
      { ...mock, verdict: 'maybe' },
    ];
    const ledger = readLedger(write(...damaged, { kind: 'later', nonce: 'n', pid: 7 }, mock), 'n');
    assert.equal(ledger.mocks.length, 1);
    assert.equal(ledger.damaged, 4);
  });
});
