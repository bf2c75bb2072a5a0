import type { IncidentState, RunState } from '#domain';

type Need = RunState['needs'][number];

/** The facts of a run as the rules look them up. */
export interface RunFacts {
  readonly state: RunState;
  /** The kind of a component; undefined when the stored configuration does not tell. */
  readonly kindOf: (component: string) => string | undefined;
  readonly findIncident: (id: string) => IncidentState | undefined;
  readonly incidentsOf: (world: string) => readonly IncidentState[];
  /** Host needs of a suite that were checked and not met. */
  readonly missingNeeds: (suite: string) => readonly Need[];
}

/** Made once for a run: 100,000 tests look into the same few facts. */
export function indexFacts(state: RunState): RunFacts {
  const kinds = new Map(state.components.map((component) => [component.name, component.kind]));
  const incidents = new Map(state.incidents.map((one) => [one.incident.id, one]));
  const byWorld = groupBy(state.incidents, (one) => one.incident.world);
  const missing = groupBy(
    state.needs.filter((need) => !need.ok),
    (need) => need.suite,
  );
  return {
    state,
    kindOf: (component) => kinds.get(component),
    findIncident: (id) => incidents.get(id),
    incidentsOf: (world) => byWorld.get(world) ?? [],
    missingNeeds: (suite) => missing.get(suite) ?? [],
  };
}

function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): ReadonlyMap<string, readonly Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
