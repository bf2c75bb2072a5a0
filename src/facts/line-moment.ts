/** Where a line says itself when it was written: no stamp is on its first words, no sign of it beyond. */
const HEAD = 240;
const DATE_TIME =
  /\b(20\d\d)[-/](\d\d)[-/](\d\d)[T ](\d\d):(\d\d):(\d\d)[.,](\d{3,9})(?:\s?(Z|UTC|[+-]\d\d:?\d\d))?(?![\d:])/u;
const COUNTED = /"(?:time|ts|timestamp|t|@timestamp)"\s*:\s*"?(1\d{12}(?:\.\d+)?|1\d{9}\.\d{3,9})\b/u;

/** Written so much earlier than it came at most; beyond that the clock of the program is another one. */
const MOST_LATE_MS = 10_000;
/** A program and we read one clock; the last digit may have been rounded up. */
const EARLY_MS = 2;
/** All time zones of the world are so many minutes apart, or a multiple. */
const ZONES_MS = 15 * 60 * 1000;
const MINUTE_MS = 60_000;

/**
 * The moment that a line carries, in milliseconds since 1970: of its writing, where that of its coming may be late. Undefined where it tells none
 * to a thousandth of a second, or none that can be true of a line that came at `cameMs`. A time without its zone is taken for one of the zone
 * in which it can be true.
 */
export function readMoment(text: string, cameMs: number): number | undefined {
  const head = text.slice(0, HEAD);
  const told = readDateTime(head, cameMs) ?? readCounted(head);
  if (told === undefined) return undefined;
  return told > cameMs + EARLY_MS || told < cameMs - MOST_LATE_MS ? undefined : told;
}

function readDateTime(head: string, cameMs: number): number | undefined {
  const found = DATE_TIME.exec(head);
  if (found === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = found.slice(1, 7).map(Number);
  const fineMs = Number(`0.${found[7] ?? '0'}`) * 1000;
  // oxlint-disable-next-line no-restricted-globals -- counts days, and asks no clock
  const localMs = Date.UTC(year, month - 1, day, hour, minute, second) + fineMs;
  const zone = found[8];
  if (zone !== undefined) return localMs - readZone(zone);
  const offMs = Math.round((localMs - cameMs) / ZONES_MS) * ZONES_MS;
  return localMs - offMs;
}

function readZone(zone: string): number {
  const [, sign, hours = '0', minutes = '0'] = /^([+-])(\d\d):?(\d\d)$/u.exec(zone) ?? [];
  const awayMs = (Number(hours) * 60 + Number(minutes)) * MINUTE_MS;
  return sign === '-' ? -awayMs : awayMs;
}

function readCounted(head: string): number | undefined {
  const told = COUNTED.exec(head)?.[1];
  if (told === undefined) return undefined;
  const value = Number(told);
  return value < 1e11 ? value * 1000 : value;
}
