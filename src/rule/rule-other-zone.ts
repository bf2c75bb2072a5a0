import { citeExchange, isService, readClock, readMoments } from '#case';
import type { Case } from '#case';
import { placeOf } from './place.ts';
import type { WeightedRule } from './weighted-rule.ts';

const MINUTE_MS = 60_000;
/** Between the answer and the moment at which the end of its test was told. */
const NEAR_MS = 2 * MINUTE_MS;

/** The service tells the right moment, with its zone; the test reads it by another one. */
export const ruleOtherZone: WeightedRule = {
  id: 'other-zone',
  sentence:
    'A test that compares a time with one that differs from it as the clocks of two time zones do, while the service told the right moment together with its zone, is in another zone than it thinks.',
  weights: { TEST_ARTIFACT: 11, SYSTEM_CRITICAL: -7, REQUIREMENT_GAP: -3 },
  cites: 'the answer with its time, and the two sides of the comparison',
  advises: 'compare moments, or both sides in UTC',
  otherwise: 'if the service had told another moment than that of the answer, its clock would be wrong',
  opine: (seen) => {
    const told = findRightMoment(seen);
    const apart = told === undefined ? undefined : describeZones(seen, told.atMs);
    if (told === undefined || apart === undefined) return undefined;
    return {
      evidence: [citeExchange(told.exchange)],
      lead: {
        about: 'time zone',
        title: `the test reads a time by another zone than the service tells it in, rightly: ${apart}`,
        action: 'compare moments, or bring both sides to UTC first',
        ...placeOf(seen.effect.failure),
      },
    };
  },
};

interface Told {
  readonly exchange: Case['exchanges'][number];
  readonly atMs: number;
}

// Of the moment at which it was told: then clock and zone of the service are right.
function findRightMoment({ exchanges, facts, effect: { test } }: Case): Told | undefined {
  const [startedMs] = readMoments(facts.state.started.startedAt);
  if (test?.endedAtMs === undefined || startedMs === undefined) return undefined;
  const endMs = startedMs + test.endedAtMs;
  const isNow = (atMs: number): boolean => atMs >= endMs - test.durationMs - NEAR_MS && atMs <= endMs + NEAR_MS;
  for (const exchange of exchanges.toReversed()) {
    const told = isService(facts, exchange.fact.component) ? readMoments(exchange.fact.answer) : [];
    const atMs = told.find(isNow);
    if (atMs !== undefined) return { exchange, atMs };
  }
  return undefined;
}

function describeZones({ effect: { failure } }: Case, atMs: number): string | undefined {
  const { actual = '', expected = '' } = failure;
  const isApart = areHoursApart(actual, expected, atMs) || areClocksApart(actual, expected);
  return isApart ? `${actual} and ${expected}` : undefined;
}

// One of them is the hour of that moment in UTC, the other that of another zone.
function areHoursApart(one: string, other: string, atMs: number): boolean {
  const sides = [one, other].map(Number);
  if (one === other || ![one, other].every((text) => /^\d{1,2}$/u.test(text) && Number(text) < 24)) return false;
  return sides.includes(Math.floor(atMs / (60 * MINUTE_MS)) % 24);
}

const QUARTER = 15;
const DAY = 24 * 60;
/** The farthest zone is fourteen hours from UTC. */
const FARTHEST = 14 * 60;

function areClocksApart(one: string, other: string): boolean {
  const [first, second] = [readClock(one), readClock(other)];
  if (first === undefined || second === undefined) return false;
  const minutes = Math.abs(first - second);
  const rest = minutes % QUARTER;
  return minutes >= QUARTER && (minutes <= FARTHEST + 1 || minutes === DAY) && Math.min(rest, QUARTER - rest) <= 1;
}
