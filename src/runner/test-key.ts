import type { TestId } from '#domain';

/** A test of a suite as the key of a set. */
export function testKey({ titles, occurrence }: Pick<TestId, 'titles' | 'occurrence'>): string {
  return JSON.stringify([titles, occurrence]);
}
