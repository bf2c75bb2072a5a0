import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readClock, readMoments } from './moment.ts';

describe('moments', () => {
  it('are those of the language, for any date and zone', () => {
    const dates = fc.date({ min: new Date('1800-01-01'), max: new Date('2400-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(dates, fc.constantFrom('Z', '+00:00', '+05:30', '-09:30', '+1400'), (date, zone) => {
        const text = date.toISOString().replace(/\.\d+Z$/u, zone);
        const known = Date.parse(text.replace(/([+-]\d\d)(\d\d)$/u, '$1:$2'));
        assert.deepEqual(readMoments(`{"at":"${text}"}`), [known]);
      }),
    );
  });

  it('without a zone are none', () => {
    assert.deepEqual(readMoments('2026-11-21T10:15:00'), []);
  });

  it('of clocks are minutes', () => {
    const pairs = [
      ['2026-11-21T10:15', '2026-11-21T10:00', 15],
      ['10:30', '09:00', 90],
      ['2026-11-22', '2026-11-21', 1440],
    ] as const;
    for (const [one, other, apart] of pairs) assert.equal((readClock(one) ?? 0) - (readClock(other) ?? 0), apart);
    for (const text of ['', '12', 'x 10:15']) assert.equal(readClock(text), undefined, text);
  });
});
