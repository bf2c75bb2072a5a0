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
