import type { ChildEnd } from '#domain';

/** `exited with code 3`, `was ended by SIGKILL`, `was stopped at its output-limit`, `could not be started: …`. */
export function describeChildEnd(end: Pick<ChildEnd, 'code' | 'signal' | 'cause' | 'spawnError'>): string {
  if (end.spawnError !== undefined) return `could not be started: ${end.spawnError}`;
  if (end.cause !== 'none' && end.cause !== 'asked') return `was stopped at its ${end.cause}`;
  if (end.signal !== null) return `was ended by ${end.signal}`;
  return `exited with code ${String(end.code)}`;
}
