import type { Mark, PlannedSuite } from '#domain';
import type { World } from '#world';

/** What a suite uses and does not have now. */
export function listMissing({ uses = [] }: PlannedSuite, world: World | undefined): readonly string[] {
  return uses.filter((component) => world?.blockedBy([component]) !== undefined);
}

/** A pass without all that the suite uses proves less. */
export function degradedMarks(planned: PlannedSuite, world: World | undefined): readonly Mark[] {
  return listMissing(planned, world).length > 0 ? ['degraded'] : [];
}
