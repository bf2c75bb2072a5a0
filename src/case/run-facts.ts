import type { AttemptState, FoundFact, IncidentState, ParityRow, RunState, TestState, WorldState } from '#domain';
import { indexContract } from './contract-index.ts';
import type { ContractIndex } from './contract-index.ts';
import { makeSubjectFinder } from './under-test.ts';

type Need = RunState['needs'][number];
type Made = RunState['experiments'][number];

/** The facts of a run as the rules look them up. */
export interface RunFacts {
  readonly state: RunState;
  readonly contract: ContractIndex;
  /** Variables that the configuration gives a component, in the world of a suite where one is named, with their references; undefined when it does not tell. */
  readonly settingsOf: (component: string, suite?: string) => Readonly<Record<string, string>> | undefined;
  /** Components that a component requires itself; empty when the stored configuration does not tell. */
  readonly requiresOf: (component: string) => readonly string[];
  /** The kind of a component; undefined when the stored configuration does not tell. */
  readonly kindOf: (component: string) => string | undefined;
  /** Whether it is the thing being judged; everything else in the world is a dependency. */
  readonly isUnderTest: (component: string) => boolean;
  readonly findIncident: (id: string) => IncidentState | undefined;
  readonly incidentsOf: (world: string) => readonly IncidentState[];
  readonly findWorld: (world: string) => WorldState | undefined;
  /** Host needs of a suite that were checked and not met. */
  readonly missingNeeds: (suite: string) => readonly Need[];
  /** Facts of one test, and those of its whole attempt. */
  readonly factsOf: (attempt: AttemptState, test: TestState | undefined) => readonly FoundFact[];
  /** Whether any test of a suite cites a requirement itself. */
  readonly citesInTests: (suite: string) => boolean;
  /** How many tests led a service to ask something of this folder (`GET /prices/`) of another component, and be answered with an error. */
  readonly askersOf: (method: string) => number;
  /** Whether calls went over an edge (`service>prices`) in an attempt in which nothing failed: the two understand each other. */
  readonly hasServed: (edge: string) => boolean;
  /** The comparison that a printed test is part of, with --parity. */
  readonly parityOf: (id: string) => ParityRow | undefined;
  /** Experiments on a test, by its printed id, or on the test that stands for the cause it is under. */
  readonly experimentsOn: (test: string) => readonly Made[];
}

/** Made once for a run: 100,000 tests look into the same few facts. `standsFor` leads from a test to the one that was experimented on for it. */
export function indexFacts(state: RunState, standsFor: ReadonlyMap<string, string> = new Map()): RunFacts {
  const kinds = new Map(state.components.map((component) => [component.name, component.kind]));
  const settings = new Map(state.declared.components.map((one) => [one.name, one.settings]));
  const requires = new Map(state.declared.components.map((one) => [one.name, one.requires ?? []]));
  const incidents = new Map(state.incidents.map((one) => [one.incident.id, one]));
  const worlds = new Map(state.worlds.map((one) => [one.world, one]));
  const byWorld = groupBy(state.incidents, (one) => one.incident.world);
  const parity = new Map(
    state.parity.flatMap((row) => [...row.alone.tests, ...row.together.tests].map((id) => [id, row] as const)),
  );
  const experiments = groupBy(state.experiments, (one) => one.test);
  const missing = groupBy(
    state.needs.filter((need) => !need.ok),
    (need) => need.suite,
  );
  return {
    state,
    contract: indexContract(state.declared.requirements, state.declared.contract),
    settingsOf: (component, suite) => {
      const over = state.declared.overrides?.find((one) => one.suite === suite && one.component === component);
      return over === undefined ? settings.get(component) : { ...settings.get(component), ...over.settings };
    },
    requiresOf: (component) => requires.get(component) ?? [],
    kindOf: (component) => kinds.get(component),
    isUnderTest: makeSubjectFinder(state),
    findIncident: (id) => incidents.get(id),
    incidentsOf: (world) => byWorld.get(world) ?? [],
    findWorld: (world) => worlds.get(world),
    missingNeeds: (suite) => missing.get(suite) ?? [],
    factsOf: makeFactFinder(),
    askersOf: makeAskerCount(state),
    citesInTests: makeCitingFinder(state),
    hasServed: makeServedFinder(state),
    parityOf: (id) => parity.get(id),
    experimentsOn: (test) => experiments.get(standsFor.get(test) ?? test) ?? [],
  };
}

function makeCitingFinder({ suites }: RunState): RunFacts['citesInTests'] {
  const citing = new Set(
    suites
      .filter(({ attempts }) => attempts.at(-1)?.tests.some((test) => test.requirements.length > 0) === true)
      .map(({ planned }) => planned.name),
  );
  return (suite) => citing.has(suite);
}

function makeServedFinder({ suites }: RunState): RunFacts['hasServed'] {
  let served: ReadonlySet<string> | undefined;
  return (edge) => {
    served ??= new Set(
      suites
        .flatMap(({ attempts }) => attempts.filter(({ tests }) => tests.every((one) => one.outcome === 'passed')))
        .flatMap(({ contacts }) => contacts.flatMap((one) => (one.calls > 0 ? [one.edge] : []))),
    );
    return served.has(edge);
  };
}

interface OfAttempt {
  readonly ordinals: ReadonlyMap<TestState, number>;
  readonly byOrdinal: ReadonlyMap<number | undefined, readonly FoundFact[]>;
}

const NONE: readonly FoundFact[] = [];

function makeFactFinder(): RunFacts['factsOf'] {
  // By its list of facts: a test that had a process of its own is shown with a copy of its attempt.
  const known = new Map<AttemptState['facts'], OfAttempt>();
  return (attempt, test) => {
    if (attempt.facts.length === 0) return NONE;
    const found = known.get(attempt.facts) ?? indexAttempt(attempt);
    known.set(attempt.facts, found);
    const shared = found.byOrdinal.get(undefined) ?? NONE;
    const ordinal = test === undefined ? undefined : found.ordinals.get(test);
    const own = ordinal === undefined ? NONE : (found.byOrdinal.get(ordinal) ?? NONE);
    return own.length === 0 ? shared : [...own, ...shared];
  };
}

function indexAttempt(attempt: AttemptState): OfAttempt {
  return {
    ordinals: new Map(attempt.tests.map((test, ordinal) => [test, ordinal])),
    byOrdinal: groupBy(attempt.facts, (one) => one.ordinal),
  };
}

// Asked of few runs: counted when it is.
function makeAskerCount({ suites }: RunState): RunFacts['askersOf'] {
  let askers: ReadonlyMap<string, ReadonlySet<string>> | undefined;
  return (method) => (askers ??= countAskers(suites)).get(firstStepOf(method))?.size ?? 0;
}

/** The first step of a route; a name that is none is its own folder. */
function firstStepOf(method: string): string {
  return /^[A-Z]+ \/[^/?]*\//u.exec(method)?.[0] ?? method;
}

function countAskers(suites: RunState['suites']): ReadonlyMap<string, ReadonlySet<string>> {
  const askers = new Map<string, Set<string>>();
  for (const { planned, attempts } of suites) {
    for (const { ordinal, fact } of attempts.flatMap(({ facts }) => facts)) {
      if (fact.kind !== 'exchange' || fact.from === undefined || fact.end !== 'error') continue;
      const folder = firstStepOf(fact.method);
      const known = askers.get(folder) ?? new Set();
      askers.set(folder, known.add(`${planned.name} ${ordinal}`));
    }
  }
  return askers;
}

/** Items by key, in their order. */
export function groupBy<Item, Key>(
  items: readonly Item[],
  keyOf: (item: Item) => Key,
): ReadonlyMap<Key, readonly Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
