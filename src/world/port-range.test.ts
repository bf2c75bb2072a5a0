import assert from 'node:assert/strict';
import fc from 'fast-check';
import { choosePortRange, readPortRange } from './port-range.ts';

describe('the range of leased ports', () => {
  const table: readonly (readonly [first: number, last: number, from: number, to: number])[] = [
    [32_768, 60_999, 20_000, 32_767],
    [40_000, 50_000, 20_000, 32_767],
    [20_500, 60_999, 19_500, 20_499],
    [1024, 60_000, 60_001, 65_535],
    [1024, 65_535, 20_000, 32_767],
  ];
  for (const [first, last, from, to] of table) {
    it(`for ephemeral ports ${first}-${last} is ${from}-${to}`, () => {
      assert.deepEqual(choosePortRange(first, last), { from, to });
    });
  }

  it('lies outside the ephemeral one wherever that leaves a thousand ports', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1024, max: 65_535 }), fc.integer({ min: 1024, max: 65_535 }), (a, b) => {
        const [first, last] = a < b ? [a, b] : [b, a];
        const range = choosePortRange(first, last);
        assert.ok(range.to - range.from >= 999 && range.from >= 1024 && range.to <= 65_535);
        const isOutside = range.to < first || range.from > last;
        assert.ok(isOutside || (first - 1024 < 1000 && 65_535 - Math.max(last, 19_999) < 1000));
      }),
    );
  });

  it('is below the one of this machine, as far as it can be', async () => {
    const range = await readPortRange();
    assert.ok(range.from < range.to);
  });
});
