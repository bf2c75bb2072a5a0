import type { AttemptState, IncidentState } from '#domain';
import type { Case } from './case.ts';

/** Whether a suite had stopped, killed or paused the component by the control socket, and it was not back yet. */
export function wasStoppedOnPurpose({ effect: { attempt }, facts, atMs }: Case, component: string): boolean {
  const inWorld = facts.incidentsOf(attempt?.world ?? '');
  return inWorld.some(
    ({ incident, openedAtMs, closedAtMs = Number.POSITIVE_INFINITY }) =>
      incident.intended && incident.component === component && openedAtMs <= atMs && closedAtMs >= atMs,
  );
}

/** What was written by then may have been stamped so much later that it is taken for this test's. */
const STRAY_MS = 300;

/** Whether a suite had stopped it at some time while the test ran or right beside it, back or not. */
export function wasStoppedMeanwhile({ effect: { attempt, test }, facts, atMs }: Case, component: string): boolean {
  const fromMs = atMs - (test?.durationMs ?? atMs);
  const inWorld = facts.incidentsOf(attempt?.world ?? '');
  return inWorld.some(
    ({ incident, openedAtMs, closedAtMs = Number.POSITIVE_INFINITY }) =>
      incident.intended &&
      incident.component === component &&
      openedAtMs <= atMs + STRAY_MS &&
      closedAtMs >= fromMs - STRAY_MS,
  );
}

/** A component that a suite had stopped, killed or paused on purpose. */
export interface Away {
  readonly component: string;
  readonly incident: IncidentState;
  /** `left`: by an earlier test, and nobody brought it back. `now`: while this test ran. */
  readonly since: 'left' | 'now';
}

/** Who was away on purpose while a test ran. What a hook had stopped is meant so for the tests after it, and is not here. */
export function listAway({ effect: { attempt, test }, facts, atMs }: Case): readonly Away[] {
  const stopped = attempt === undefined ? [] : facts.incidentsOf(attempt.world).filter(isAsked);
  if (attempt === undefined || test === undefined || stopped.length === 0) return [];
  const fromMs = atMs - test.durationMs;
  return stopped.flatMap((one): readonly Away[] => {
    const { incident, openedAtMs, closedAtMs } = one;
    if (incident.component === undefined || openedAtMs > atMs) return [];
    const away = { component: incident.component, incident: one };
    if (openedAtMs >= fromMs - CLOCK_MS) return [{ ...away, since: 'now' }];
    const isBack = closedAtMs !== undefined && closedAtMs < (attempt.endedAtMs ?? Number.POSITIVE_INFINITY);
    return !isBack && isOfEarlierTest(attempt, openedAtMs) ? [{ ...away, since: 'left' }] : [];
  });
}

function isAsked({ incident }: IncidentState): boolean {
  return incident.intended;
}

/** A test says how long it took, and the journal when it was heard of. */
const CLOCK_MS = 2;

function isOfEarlierTest({ startedAtMs, tests }: AttemptState, momentMs: number): boolean {
  if (momentMs < startedAtMs) return true;
  return tests.some(
    ({ endedAtMs, durationMs }) =>
      endedAtMs !== undefined && endedAtMs >= momentMs && endedAtMs - durationMs - CLOCK_MS <= momentMs,
  );
}
