import type { IncidentState, WorldState } from '#domain';
import type { RunFacts } from '#case';

/** Ids of the causes of incidents, by incident. */
export type CauseOfIncident = ReadonlyMap<IncidentState, string>;

/** An incident of a world with its cause, and the place of its component in the order of starting. */
interface Loss {
  readonly cause: string;
  readonly place: number;
}

/**
 * Which causes follow from which: in one world, the loss of a component leads to the later loss of one that starts after it.
 * Links go from the cause that was met first in the whole run to one that was met later, so there are no circles.
 */
export function linkCascades(facts: RunFacts, causes: CauseOfIncident): ReadonlyMap<string, ReadonlySet<string>> {
  const order = new Map([...new Set(causes.values())].map((cause, index) => [cause, index]));
  const links = new Map<string, Set<string>>();
  for (const world of facts.state.worlds) {
    for (const [from, to] of pairsOf(listLosses(world, facts, causes))) {
      if (from.place >= to.place || (order.get(from.cause) ?? 0) >= (order.get(to.cause) ?? 0)) continue;
      links.set(from.cause, (links.get(from.cause) ?? new Set()).add(to.cause));
    }
  }
  return links;
}

function listLosses(world: WorldState, facts: RunFacts, causes: CauseOfIncident): readonly Loss[] {
  return facts.incidentsOf(world.world).flatMap((one) => {
    const cause = causes.get(one);
    const { component } = one.incident;
    return cause === undefined || component === undefined
      ? []
      : [{ cause, place: world.components.indexOf(component) }];
  });
}

/** Each with each that came later. */
function pairsOf<Item>(items: readonly Item[]): readonly (readonly [Item, Item])[] {
  return items.flatMap((one, index) => items.slice(index + 1).map((other) => [one, other] as const));
}
