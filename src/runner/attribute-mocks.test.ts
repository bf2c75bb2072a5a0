import assert from 'node:assert/strict';
import type { MockLine } from '#guard';
import { attributeMocks } from './attribute-mocks.ts';
import type { TestsSeen } from './attribute-mocks.ts';
import { told } from './told-test.ts';
import type { Told } from './told-test.ts';

const PASSED: Told = { outcome: 'passed', marks: [], durationMs: 1 };

function line(atMs: number, more: Partial<MockLine> = {}): MockLine {
  const where = { file: '/p/a.test.js', line: atMs, column: 1, name: '' };
  const what = { rule: 'mock-package', what: 'nock', sentence: 'nock was loaded', mend: 'do not' };
  return { pid: 1, atMs, verdict: 'block', ...what, ...where, ...more };
}

function refused(message: string): Told {
  return told('failed', 'exception', { type: 'Error', message, source: 'raised', frames: [] });
}

/** Tests of 100 ms each, one after another; the wall clock is 1000 ahead of the windows'. */
function tests(results: readonly Told[]): TestsSeen {
  return {
    announced: results.map((_, index) => ({ titles: ['a.py', `t${index}`], occurrence: 1, requirements: [] })),
    results,
    windows: results.map((_, ordinal) => ({
      ordinal,
      fromMs: ordinal * 100,
      toMs: ordinal * 100 + 90,
      isRed: false,
      isPassed: true,
    })),
    zeroMs: 1000,
    ordinalOf: (ordinal) => ordinal + 1,
  };
}

function ordinals(lines: readonly MockLine[], seen: TestsSeen): readonly (number | undefined)[] {
  return attributeMocks(lines, seen).map(({ ordinal }) => ordinal);
}

describe('whose a mock was', () => {
  it('is what the framework named, by number or by id', () => {
    const three = tests([PASSED, PASSED, PASSED]);
    assert.deepEqual(ordinals([line(1010, { during: '1' })], three), [2]);
    assert.deepEqual(ordinals([line(1010, { during: 'a.py::t1 (call)' })], three), [1]);
  });

  it('is else the moment', () => {
    assert.deepEqual(ordinals([line(1150)], tests([PASSED, PASSED])), [1]);
  });

  it('is nobody where no test ran: before, between, afterwards', () => {
    assert.deepEqual(ordinals([line(990), line(1095), line(1400)], tests([PASSED, PASSED])), [
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('is every test that ended with the refusal, whatever the moment says', () => {
    const own = refused('nock was loaded (reality guard)');
    assert.deepEqual(ordinals([line(1095)], tests([PASSED, own, own])), [1, 2]);
  });

  it('tells two refusals of the same thing apart by where they were', () => {
    const first = refused('nock was loaded, at /p/a.test.js:1010 (reality guard)');
    const second = refused('nock was loaded, at /p/a.test.js:1110 (reality guard)');
    assert.deepEqual(ordinals([line(1010), line(1110)], tests([first, second])), [0, 1]);
  });

  it('does not take a test that failed for another reason', () => {
    assert.deepEqual(ordinals([line(1095)], tests([refused('nock was loaded')])), [undefined]);
  });
});
