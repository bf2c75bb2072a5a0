import type { AttemptState, ExchangeFact, ReplayStep, RunState } from '#domain';

/** What of a test's exchanges another client could repeat. */
export type FoundSteps =
  | { readonly kind: 'some'; readonly steps: readonly ReplayStep[] }
  | { readonly kind: 'none'; readonly steps: readonly ReplayStep[] };

const NONE: FoundSteps = { kind: 'none', steps: [] };

/**
 * The exchanges of one test with one component, up to the one that matters: the last that went wrong, else the last. What went before it
 * may have made the state in which it happened.
 */
export function findSteps(attempt: AttemptState, ordinal: number, state: RunState): FoundSteps {
  const told = attempt.facts.flatMap(({ ordinal: of, fact }) =>
    of === ordinal && fact.kind === 'exchange' && fact.from === undefined && fact.end !== 'told' ? fact : [],
  );
  const decisive = told.findLast(({ end }) => end !== 'answered') ?? told.at(-1);
  if (decisive === undefined || decisive.method === 'connect') return NONE;
  const upTo = told.slice(0, told.indexOf(decisive) + 1).filter(({ address }) => address === decisive.address);
  const steps = upTo.flatMap((fact) => placeIn(fact, attempt, state) ?? []);
  return steps.length === upTo.length ? { kind: 'some', steps } : NONE;
}

function placeIn(fact: ExchangeFact, attempt: AttemptState, state: RunState): ReplayStep | undefined {
  const port = Number(/:(\d+)$/u.exec(fact.address)?.[1] ?? 0);
  const world = state.worlds.find((one) => one.world === attempt.world);
  const lease = world?.ports.findLast((one) => one.port === port);
  return lease === undefined ? undefined : { fact, component: lease.component, portName: lease.name };
}
