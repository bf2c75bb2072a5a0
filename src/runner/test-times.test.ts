import assert from 'node:assert/strict';
import { TestTimes } from './test-times.ts';

/** The wall clock is 1000 ahead of the monotonic one; hearing goes on by a second each time. */
function makeTimes(): TestTimes {
  let nowMs = 0;
  const monotonicMs = (): number => (nowMs += 1000);
  const rest = { env: {}, cwd: '/', platform: 'linux', arch: 'x64', randomHex: () => '' };
  return new TestTimes({ ...rest, monotonicMs, wallClockMs: () => nowMs + 1000 });
}

const passed = { outcome: 'passed', durationMs: 3 } as const;

describe('when tests ran', () => {
  it('is what their engine told, from its own clock', () => {
    const times = makeTimes();
    times.hear(2100, () => times.begin(0));
    times.hear(2101.5, () => times.end({ ordinal: 0, ...passed }));
    // Around tests: since the last one ended.
    times.hear(2103, () => times.end({ ordinal: 1, outcome: 'errored', durationMs: 0 }));
    assert.equal(times.zeroMs, 1000);
    assert.deepEqual(
      times.windows.map(({ fromMs, toMs, isOwn }) => [fromMs, toMs, isOwn]),
      [
        [1100, 1101.5, true],
        [1101.5, 1103, true],
      ],
    );
  });

  it('is else when it was heard, less the time that the test took', () => {
    const times = makeTimes();
    times.begin(0);
    times.end({ ordinal: 0, outcome: 'failed', durationMs: 1500 });
    assert.deepEqual(times.windows, [
      { ordinal: 0, fromMs: 1500, toMs: 3000, isRed: true, isPassed: false, isOwn: false },
    ]);
  });

  it('is no moment before the attempt began, or later than its hearing', () => {
    for (const epochMs of [1900, 99_000]) {
      const times = makeTimes();
      times.hear(epochMs, () => times.begin(0));
      times.hear(epochMs, () => times.end({ ordinal: 0, ...passed }));
      assert.equal(times.windows[0]?.isOwn, false);
    }
  });
});
