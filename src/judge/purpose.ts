import type { Case } from './case.ts';

/** Whether a suite had stopped, killed or paused the component by the control socket, and it was not back yet. */
export function wasStoppedOnPurpose({ effect: { attempt }, facts, atMs }: Case, component: string): boolean {
  const inWorld = facts.incidentsOf(attempt?.world ?? '');
  return inWorld.some(
    ({ incident, openedAtMs, closedAtMs = Number.POSITIVE_INFINITY }) =>
      incident.intended && incident.component === component && openedAtMs <= atMs && closedAtMs >= atMs,
  );
}

/** Whether a suite had stopped it at some time while the test ran, back or not. */
export function wasStoppedMeanwhile({ effect: { attempt, test }, facts, atMs }: Case, component: string): boolean {
  const fromMs = atMs - (test?.durationMs ?? atMs);
  const inWorld = facts.incidentsOf(attempt?.world ?? '');
  return inWorld.some(
    ({ incident, openedAtMs, closedAtMs = Number.POSITIVE_INFINITY }) =>
      incident.intended && incident.component === component && openedAtMs <= atMs && closedAtMs >= fromMs,
  );
}
