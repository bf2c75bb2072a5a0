import type { Effect } from '#domain';

/** True for what prepares tests, or clears away after them: it proves nothing by itself. */
export function isHook({ reason }: Effect): boolean {
  return reason === 'set-up' || reason === 'teardown';
}
