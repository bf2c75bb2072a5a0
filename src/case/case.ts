import type {
  Effect,
  ExchangeFact,
  Fact,
  Failure,
  FoundFact,
  HangFact,
  HostLoadFact,
  LogFact,
  ProbeFact,
  Requirement,
  WorldState,
} from '#domain';
import { listMissing } from './missing-field-words.ts';
import { findDecisive } from './decisive-exchange.ts';
import type { Found } from './found.ts';
import { readRaise } from './raise.ts';
import type { Raise } from './raise.ts';
import type { RunFacts } from './run-facts.ts';
import { readToldExchange } from './told-exchange.ts';
import { findUnseenRefusal } from './unseen-refusal.ts';
import { saysUnknownHost } from './unknown-host.ts';

/** One failure with everything around it, as the weighted rules see it. */
export interface Case {
  readonly effect: Effect;
  readonly facts: RunFacts;
  readonly world: WorldState | undefined;
  /** When it was over, on the clock of the run. */
  readonly atMs: number;
  /** Of this test itself, in order; what the failure itself tells of one, where none was recorded. */
  readonly exchanges: readonly Found<ExchangeFact>[];
  /** True when no exchange was recorded, and `exchanges` holds what the failure tells. */
  readonly isTold: boolean;
  /** What services under test told of their own accord meanwhile, to any connection of the suite, in order. */
  readonly notices: readonly Found<ExchangeFact>[];
  /** What services under test asked of other components meanwhile, in order, as taps saw it go by. */
  readonly between: readonly Found<ExchangeFact>[];
  /** The exchange that the failure is about, as far as it can be told. */
  readonly decisive: Found<ExchangeFact> | undefined;
  /** The same, where it is a refusal at which the test did not look. */
  readonly unseen?: Found<ExchangeFact>;
  /** Lines of services under test. */
  readonly logs: readonly Found<LogFact>[];
  /** The last probe of each component after the attempt. */
  readonly probes: ReadonlyMap<string, Found<ProbeFact>>;
  readonly load: Found<HostLoadFact> | undefined;
  /** What the processes of the test were doing when its time was over. */
  readonly hangs: readonly Found<HangFact>[];
  /** Registered requirements that the test cites; of its whole suite where no test of it cites any. */
  readonly cited: readonly Requirement[];
  readonly raise: Raise;
}

export function openCase(effect: Effect, facts: RunFacts): Case {
  const { attempt, test, failure } = effect;
  const around = attempt === undefined ? [] : facts.factsOf(attempt, test);
  const all = around.filter(isExchange).map(strip);
  const seen = all.filter(({ fact }) => fact.end !== 'told');
  const recorded = seen.filter(({ fact }) => fact.from === undefined);
  const exchanges = recorded.length > 0 ? recorded : listToldExchanges(effect, facts);
  const load = around.filter(isLoad).at(-1);
  return {
    effect,
    facts,
    world: attempt === undefined ? undefined : facts.findWorld(attempt.world),
    atMs: test?.endedAtMs ?? attempt?.endedAtMs ?? Number.POSITIVE_INFINITY,
    exchanges,
    isTold: recorded.length === 0 && exchanges.length > 0,
    notices: all.filter(({ fact }) => fact.end === 'told' && isService(facts, fact.component)),
    between: seen.filter(({ fact }) => isService(facts, fact.from)),
    ...findMeant(effect, facts, { recorded, exchanges }),
    logs: around.filter(isLog).filter((one) => isService(facts, one.fact.component)),
    probes: new Map(around.filter(isProbe).map((one) => [one.fact.component, one])),
    load,
    hangs: around.filter(isHang).map(strip),
    cited: findCited(effect, facts),
    raise: readOwnRaise(failure, recorded),
  };
}

interface Talk {
  readonly recorded: Case['exchanges'];
  readonly exchanges: Case['exchanges'];
}

// The first break counts, also where the test did not see it.
function findMeant(
  { failure, reason }: Effect,
  facts: RunFacts,
  { recorded, exchanges }: Talk,
): Pick<Case, 'decisive' | 'unseen'> {
  const asked = recorded.filter(({ fact }) => isService(facts, fact.component));
  const unseen = reason === 'assertion' ? findUnseenRefusal(asked, failure, facts.contract) : undefined;
  if (unseen !== undefined) return { decisive: unseen, unseen };
  const decisive = findDecisive(exchanges, failure, {
    isService: (one) => isService(facts, one.component),
    isFault: (one) => isFault(one, facts),
    isMissed: (one) => isMissed(one, failure, facts),
  });
  return { decisive };
}

function isFault({ end, code }: ExchangeFact, { contract }: RunFacts): boolean {
  return end === 'error' && code !== undefined && contract.code(code)?.blames === 'service';
}

function isMissed({ method, answer }: ExchangeFact, { message, expected }: Failure, { contract }: RunFacts): boolean {
  if (expected !== undefined || answer.endsWith('…')) return false;
  const must = contract.fieldsOf(method)?.must ?? [];
  return listMissing(message).some((name) => must.includes(name) && !answer.includes(`"${name}"`));
}

function listToldExchanges(effect: Effect, facts: RunFacts): Case['exchanges'] {
  const told = readToldExchange(effect, facts);
  return told === undefined ? [] : [told];
}

// Words that a service answered with are of the connection of the service, though the test raised them.
function readOwnRaise(failure: Failure, exchanges: Case['exchanges']): Raise {
  const raise = readRaise(failure);
  const isOfOther =
    raise.kind === 'unknown-host' && exchanges.some(({ fact }) => fact.end === 'error' && saysUnknownHost(fact.answer));
  return isOfOther ? { kind: 'other' } : raise;
}

/** The thing being judged; everything else in the world is a dependency. */
export function isService(facts: RunFacts, component: string | undefined): boolean {
  return component !== undefined && facts.isUnderTest(component);
}

// A test knows better than its suite what it proves; a suite speaks only where none of its tests does.
function findCited({ suite: { planned }, test }: Effect, { contract, citesInTests }: RunFacts): readonly Requirement[] {
  if (!contract.hasRequirements) return [];
  const ids = test !== undefined && citesInTests(planned.name) ? test.requirements : planned.covers;
  return ids.flatMap((id) => contract.requirement(id) ?? []);
}

type Placed<One extends Fact> = FoundFact & { readonly fact: One };

const isExchange = (one: FoundFact): one is Placed<ExchangeFact> => one.fact.kind === 'exchange';
const isLog = (one: FoundFact): one is Placed<LogFact> => one.fact.kind === 'log';
const isProbe = (one: FoundFact): one is Placed<ProbeFact> => one.fact.kind === 'probe';
const isHang = (one: FoundFact): one is Placed<HangFact> => one.fact.kind === 'hang';
const isLoad = (one: FoundFact): one is Placed<HostLoadFact> => one.fact.kind === 'host-load';

function strip<One extends Fact>({ seq, fact }: Placed<One>): Found<One> {
  return { seq, fact };
}
