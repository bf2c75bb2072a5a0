import { listEffects } from '#domain';
import type { Assessment, Effect } from '#domain';

/** Every effect of a run by its id, with its text: built once for all reports. */
export type EffectIndex = ReadonlyMap<string, Effect>;

export function indexEffects({ state }: Assessment): EffectIndex {
  const index = new Map<string, Effect>();
  for (const suite of state.suites) for (const effect of listEffects(suite)) index.set(effect.id, effect);
  return index;
}

/** `failed (assertion)`: what was observed, and why. */
export function describeOutcome({ outcome, reason }: Effect): string {
  return `${outcome}${reason === undefined ? '' : ` (${reason})`}`;
}

/** `failed (assertion), the test raised`: what was observed, and where the text comes from that follows. */
export function describeObservation(effect: Effect): string {
  return `${describeOutcome(effect)}, ${SOURCES[effect.failure.source]}`;
}

const SOURCES = {
  raised: 'the test raised',
  incident: 'told by the incident',
  exit: 'told by the exit',
  limit: 'told by the limit',
  stderr: 'last words on stderr',
  stdout: 'last words on stdout',
  runner: 'told by the runner',
} as const;
