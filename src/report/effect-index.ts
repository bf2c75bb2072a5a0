import { listEffects } from '#domain';
import type { Assessment, Effect } from '#domain';

/** Every effect of a run by its id, with its text: built once for all reports. */
export type EffectIndex = ReadonlyMap<string, Effect>;

export function indexEffects({ state }: Assessment): EffectIndex {
  const index = new Map<string, Effect>();
  for (const suite of state.suites) for (const effect of listEffects(suite)) index.set(effect.id, effect);
  return index;
}

/** `failed (assertion), raised`: what was observed, why, and where its text comes from. */
export function describeObservation({ outcome, reason, failure }: Effect): string {
  return `${outcome}${reason === undefined ? '' : ` (${reason})`}, ${SOURCES[failure.source]}`;
}

const SOURCES = {
  raised: 'raised',
  incident: 'told by the incident',
  exit: 'told by the exit',
  limit: 'told by the limit',
  stderr: 'last words on stderr',
  stdout: 'last words on stdout',
  runner: 'told by the runner',
} as const;
