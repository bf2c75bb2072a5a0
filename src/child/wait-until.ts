import { setTimeout as delay } from 'node:timers/promises';
import type { Environment, Patience } from '#domain';

const FIRST_WAIT_MS = 5;
const LONGEST_WAIT_MS = 100;

export type Waited<T> = { readonly kind: 'seen'; readonly value: T } | { readonly kind: 'deadline' | 'aborted' };

/**
 * Looks again and again, soon at first and then every 100 ms, until the look gives something else than undefined. The last
 * look happens after the deadline, so that a slow one cannot hide what was there in time.
 */
export async function waitUntil<T>(
  environment: Environment,
  { signal, deadlineMs }: Patience,
  look: () => T | undefined | Promise<T | undefined>,
): Promise<Waited<T>> {
  for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS)) {
    if (signal.aborted) return { kind: 'aborted' };
    const leftMs = deadlineMs - environment.monotonicMs();
    const value = await look();
    if (value !== undefined) return { kind: 'seen', value };
    if (leftMs <= 0) return { kind: 'deadline' };
    await delay(Math.min(waitMs, Math.max(leftMs, 1)), undefined, { signal }).catch(() => undefined);
  }
}
