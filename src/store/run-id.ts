import type { Environment } from '#domain';

const RUN_ID = /^\d{8}-\d{6}-\d{3}[0-9a-f]{3}$/u;

/**
 * UTC date and time, then milliseconds and three random digits: `20261121-134512-417ab1`. Sorts by start; the folder made with it
 * decides between two runs of the same millisecond.
 */
export function makeRunId(environment: Pick<Environment, 'wallClockMs' | 'randomHex'>): string {
  const digits = new Date(environment.wallClockMs()).toISOString().replaceAll(/\D/gu, '');
  const random = environment.randomHex(2).slice(0, 3);
  return `${digits.slice(0, 8)}-${digits.slice(8, 14)}-${digits.slice(14, 17)}${random}`;
}

export function isRunId(name: string): boolean {
  return RUN_ID.test(name);
}

/** Milliseconds since 1970 at which a run of that id began. */
export function parseRunId(runId: string): number {
  const [date = '', time = '', rest = ''] = runId.split('-');
  const day = `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6, 8)}`;
  const clock = `${time.slice(0, 2)}:${time.slice(2, 4)}:${time.slice(4, 6)}.${rest.slice(0, 3)}`;
  return Date.parse(`${day}T${clock}Z`);
}
