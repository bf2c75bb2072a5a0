import type { Frame } from '#domain';

/** Whether the innermost frame is a line of the service. */
export function isRaisedInService([frame]: readonly Frame[]): boolean {
  return frame?.origin === 'service';
}
