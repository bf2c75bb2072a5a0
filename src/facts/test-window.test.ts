import assert from 'node:assert/strict';
import fc from 'fast-check';
import { windowAt } from './test-window.ts';
import type { TestWindow } from './test-window.ts';

const window = (ordinal: number, fromMs: number, toMs: number, more: Partial<TestWindow> = {}): TestWindow => ({
  ordinal,
  fromMs,
  toMs,
  isRed: false,
  isPassed: true,
  ...more,
});

describe('the test of a moment', () => {
  it('is the one that held it, of tests as short as they come, whatever came of their neighbours', () => {
    const test = fc.record({
      gapMs: fc.double({ min: 0, max: 1, noNaN: true }),
      lastsMs: fc.double({ min: 0.01, max: 2, noNaN: true }),
      isRed: fc.boolean(),
      at: fc.double({ min: 0.001, max: 0.999, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(test, { minLength: 1, maxLength: 60 }), (tests) => {
        let nowMs = 1000;
        const moments: number[] = [];
        const windows = tests.map(({ gapMs, lastsMs, isRed, at }, ordinal) => {
          const fromMs = nowMs + gapMs + 0.001;
          nowMs = fromMs + lastsMs;
          moments.push(fromMs + lastsMs * at);
          return window(ordinal, fromMs, nowMs, { isRed, isPassed: !isRed, isOwn: true });
        });
        const found = moments.map((atMs) => windowAt(windows, atMs, { isOwn: true })?.ordinal);
        assert.deepEqual(
          found,
          windows.map(({ ordinal }) => ordinal),
        );
      }),
    );
  });

  it('is near a border the red one, where either moment is only that of hearing', () => {
    const both = (isOwn: boolean): readonly TestWindow[] => [
      window(0, 0, 10, { isOwn }),
      window(1, 10, 20, { isOwn, isRed: true, isPassed: false }),
    ];
    assert.equal(windowAt(both(true), 9, { isOwn: true })?.ordinal, 0);
    assert.equal(windowAt(both(true), 9)?.ordinal, 1);
    assert.equal(windowAt(both(false), 9, { isOwn: true })?.ordinal, 1);
  });

  it('is nobody’s far from all of them', () => {
    assert.equal(windowAt([window(0, 1000, 1100)], 899), undefined);
    assert.equal(windowAt([window(0, 1000, 1100)], 1301), undefined);
    assert.equal(windowAt([window(0, 1000, 1100)], 1106, { lateMs: 5 }), undefined);
  });
});
