import type { IncidentState, RunState } from '#domain';
import type { Effect } from './effect.ts';
import { judgeIncident } from './incident-verdict.ts';
import { findIncident } from './rule.ts';
import type { Rule, Verdict } from './rule.ts';

/** A component that died or never came up takes everything that hangs on it along: one cause, many effects. */
export const ruleComponentIncident: Rule = {
  id: 'component-incident',
  sentence:
    'A blocked suite, or a test that was under way when a component of its world was lost, hangs on that incident.',
  decide: (effect, state) => {
    const found = blockingIncident(effect, state) ?? overlappingIncident(effect, state);
    return found === undefined ? undefined : withEffect(judgeIncident(found, state), effect);
  },
};

function blockingIncident(effect: Effect, state: RunState): IncidentState | undefined {
  const blockedBy = effect.suite.blockedBy;
  return blockedBy === undefined ? undefined : findIncident(state, blockedBy.incident);
}

// Only a loss that nobody asked for counts: suites kill components on purpose.
function overlappingIncident(effect: Effect, state: RunState): IncidentState | undefined {
  const attempt = effect.attempt;
  if (attempt === undefined || effect.reason === 'exit-early') return undefined;
  const endedAtMs = attempt.endedAtMs ?? Number.POSITIVE_INFINITY;
  return state.incidents.find(
    (one) =>
      !one.incident.intended &&
      one.incident.world === attempt.world &&
      one.incident.component !== undefined &&
      one.incident.kind !== 'component-not-stopped' &&
      one.openedAtMs <= endedAtMs &&
      (one.closedAtMs ?? Number.POSITIVE_INFINITY) >= attempt.startedAtMs,
  );
}

function withEffect(verdict: Verdict, effect: Effect): Verdict {
  const against =
    effect.reason === 'assertion'
      ? [`${effect.id} failed an assertion while the component was away; it may fail again without the incident`]
      : [];
  return { ...verdict, against: [...verdict.against, ...against] };
}
