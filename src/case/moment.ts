const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** A moment as ISO 8601 writes it; the zone is the last group. */
const MOMENT = /(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d):(\d\d)(?:[.,]\d+)?(Z|[+-]\d\d:?\d\d)/gu;

/** Milliseconds since 1970 of each moment that a text tells together with its zone; fractions of seconds are left out. */
export function readMoments(text: string): readonly number[] {
  return [...text.matchAll(MOMENT)].map(([, year, month, day, hour, minute, second, zone = 'Z']) => {
    const days = daysSince1970(Number(year), Number(month), Number(day));
    const seconds = Number(hour) * 3600 + Number(minute) * 60 + Number(second);
    return days * DAY_MS + seconds * 1000 - readOffset(zone);
  });
}

/** Minutes since 1970 of `2026-11-21`, `2026-11-21 10:15` or `10:15`, whatever zone is meant; undefined for any other text. */
export function readClock(text: string): number | undefined {
  const match = CLOCK.exec(text);
  const [, year, month, day, hour, minute] = match ?? [];
  if (match === null || (year === undefined && hour === undefined)) return undefined;
  const days = year === undefined ? 0 : daysSince1970(Number(year), Number(month), Number(day));
  return days * 24 * 60 + Number(hour ?? 0) * 60 + Number(minute ?? 0);
}

const CLOCK =
  /^['"]?(?:(\d{4})-(\d\d)-(\d\d))?(?:[T ,]*(\d\d):(\d\d)(?::\d\d(?:[.,]\d+)?)?)?(?:Z|[+-]\d\d:?\d\d)?['"]?$/u;

function readOffset(zone: string): number {
  const [, sign, hours, minutes] = /([+-])(\d\d):?(\d\d)/u.exec(zone) ?? [];
  const offsetMs = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * MINUTE_MS;
  return sign === '-' ? -offsetMs : offsetMs;
}

/** By the Gregorian calendar (H. Hinnant, "chrono-compatible low-level date algorithms"): years begin in March, so that leap days come last. */
function daysSince1970(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}
