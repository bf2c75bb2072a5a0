import type { Effect, IncidentKind, IncidentState, Outcome, Reason } from '#domain';
import { findRefusal, openCase } from '#case';
import type { RunFacts } from '#case';
import { judgeIncident } from './incident-verdict.ts';
import type { Rule } from './rule.ts';

/** A component that died or never came up takes everything that hangs on it along: one cause, many effects. */
export const ruleComponentIncident: Rule = {
  id: 'component-incident',
  sentence:
    'A blocked suite, and a test during which a component of its world was lost, hang on that incident. Whose it is follows from the kind of the incident and of the component, and from whether a suite requires it.',
  otherwise: 'if no component had been lost while this ran, it would be judged by itself',
  decide: (effect, facts) => {
    const found = blockingIncident(effect, facts) ?? overlappingIncident(effect, facts);
    if (found === undefined) return undefined;
    const verdict = judgeIncident(found, facts);
    return effect.reason === 'assertion' ? { ...verdict, against: [...verdict.against, MAY_FAIL_AGAIN] } : verdict;
  },
};

const MAY_FAIL_AGAIN =
  'an effect of it failed an assertion while the component was away: it may fail again without that';

// The tests of an earlier attempt did not feel what blocked a later one.
function blockingIncident({ suite, test, outcome }: Effect, facts: RunFacts): IncidentState | undefined {
  if (suite.blockedBy === undefined || (test !== undefined && outcome !== 'blocked')) return undefined;
  return facts.findIncident(suite.blockedBy.incident);
}

const FELT: ReadonlySet<Outcome> = new Set(['failed', 'errored', 'timed-out', 'crashed', 'blocked']);

function overlappingIncident(effect: Effect, facts: RunFacts): IncidentState | undefined {
  const { attempt, outcome, reason } = effect;
  if (attempt === undefined || attempt.world === '') return undefined;
  if (!FELT.has(outcome) && reason !== COMPONENT_DOWN) return undefined;
  const span = spanOf(effect);
  const met = [...facts.incidentsOf(attempt.world), ...facts.incidentsOf(WHOLE_RUN).filter(isOurs)];
  const felt = met.find((found) => isLoss(found) && overlaps(found, span));
  return felt !== undefined && span.toMs < felt.openedAtMs && askedElsewhere(effect, facts) ? undefined : felt;
}

// What failed shortly before a loss was told may have felt it already; not what asked for somebody who never was.
function askedElsewhere(effect: Effect, facts: RunFacts): boolean {
  const seen = openCase(effect, facts);
  return seen.raise.kind === 'unknown-host' || findRefusal(seen)?.holder.kind === 'nobody';
}

/** World of what happened to the run itself: its relays, its watchdog. */
const WHOLE_RUN = '';

// When our relays are gone nobody is reached any more, in any world, and none of those who are not reached is to blame.
function isOurs({ incident }: IncidentState): boolean {
  return incident.kind === 'harness-fault';
}

const COMPONENT_DOWN: Reason = 'component-down';

interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

// A test that never ended by itself, and a suite as a whole, were under way until their attempt ended.
function spanOf({ attempt, test, reason }: Effect): Span {
  const endMs = attempt?.endedAtMs ?? Number.POSITIVE_INFINITY;
  const beganMs = attempt?.startedAtMs ?? 0;
  if (test?.endedAtMs === undefined || reason === COMPONENT_DOWN) return { fromMs: beganMs, toMs: endMs };
  return { fromMs: Math.max(beganMs, test.endedAtMs - test.durationMs), toMs: test.endedAtMs };
}

// Only a loss that nobody asked for counts: suites kill components on purpose.
function isLoss({ incident }: IncidentState): boolean {
  return !incident.intended && !HARMLESS.has(incident.kind);
}

const HARMLESS: ReadonlySet<IncidentKind> = new Set(['component-not-stopped', 'watchdog-lost']);

/** How late an incident is told: an end at once, a standstill only when it has lasted for some seconds. */
const NOTICED_AFTER_MS = 1000;
const STANDSTILL_NOTICED_AFTER_MS = 7000;
const STANDSTILLS: ReadonlySet<IncidentKind> = new Set(['stream-stalled', 'component-hung']);

// A test that was over long before the loss failed of something else.
function overlaps(found: IncidentState, { fromMs, toMs }: Span): boolean {
  const lateMs = STANDSTILLS.has(found.incident.kind) ? STANDSTILL_NOTICED_AFTER_MS : NOTICED_AFTER_MS;
  return found.openedAtMs - lateMs <= toMs && (found.closedAtMs ?? Number.POSITIVE_INFINITY) >= fromMs;
}
