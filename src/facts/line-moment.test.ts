import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readMoment } from './line-moment.ts';

const CAME = Date.UTC(2026, 10, 21, 23, 59, 59, 500);

describe('the moment that a line carries', () => {
  const told: readonly (readonly [string, number | undefined])[] = [
    ['2026-11-21T23:59:59.123Z ERROR no', CAME - 377],
    ['[2026-11-22T01:59:59.123456+0200] no', CAME - 376.544],
    // Without a zone, in whichever the program lives.
    ['2026-11-22 05:29:59,123 ERROR no', CAME - 377],
    ['2026/11/21 18:59:59.400000 no', CAME - 100],
    ['{"level":50,"time":1795305599123,"msg":"no"}', CAME - 377],
    ['{"ts":1795305599.123,"msg":"no"}', CAME - 377],
    // To a second: no better than the moment of its coming.
    ['2026/11/21 23:59:59 ERR no', undefined],
    ['2026-11-21T23:59:49.000Z a clock of its own', undefined],
    ['2026-11-21T23:59:59.600Z in the future', undefined],
    ['ERROR no', undefined],
  ];
  for (const [text, moment] of told) {
    it(`is ${moment === undefined ? 'none' : moment - CAME} in ${text}`, () => {
      const found = readMoment(text, CAME);
      assert.equal(
        found === undefined ? undefined : Math.round((found - CAME) * 1000),
        moment && Math.round((moment - CAME) * 1000),
      );
    });
  }

  it('is what was written, in any zone, told or not', () => {
    const zones = fc.integer({ min: -48, max: 56 });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9000 }), zones, fc.boolean(), (lateMs, quarters, tells) => {
        const local = new Date(CAME - lateMs + quarters * 15 * 60_000).toISOString().slice(0, -1);
        const [hours, minutes] = [Math.floor(Math.abs(quarters) / 4), (Math.abs(quarters) % 4) * 15];
        const two = (value: number): string => String(value).padStart(2, '0');
        const zone = `${quarters < 0 ? '-' : '+'}${two(hours)}:${two(minutes)}`;
        assert.equal(readMoment(`${local}${tells ? zone : ''} ERROR no`, CAME), CAME - lateMs);
      }),
    );
  });
});
