import type { Effect, ExchangeFact } from '#domain';

/** Whether an exchange took longer than the whole test that began it: nobody waited for its end, and what followed from it stands beside the tests after it. */
export function outlasts({ tookMs }: Pick<ExchangeFact, 'tookMs'>, { test }: Effect): boolean {
  return test !== undefined && test.outcome === 'failed' && tookMs > test.durationMs;
}
