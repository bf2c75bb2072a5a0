import { causeId } from './cause-id.ts';
import type { IncidentState } from '#domain';
import type { RunFacts } from '#case';
import { judgeIncident } from './incident-verdict.ts';
import type { StandingRule } from './rule.ts';

/** Incidents that no suite felt are causes all the same: a service that will not stop, a watchdog that was killed. */
export const standingIncidents: StandingRule = {
  id: 'incident',
  sentence: 'An incident that nobody asked for is a cause, even when no test failed of it.',
  find: (facts) => {
    const worlds = new Map(facts.state.worlds.map((world) => [world.world, world.suites]));
    return facts.state.incidents
      .filter((one) => !one.incident.intended)
      .map((one) => ({ ...judgeIncident(one, facts), suites: worlds.get(one.incident.world) ?? [] }));
  },
};

/** The cause of each incident that nobody asked for. */
export function incidentCauses(facts: RunFacts): ReadonlyMap<IncidentState, string> {
  const unintended = facts.state.incidents.filter((one) => !one.incident.intended);
  try {
    return new Map(unintended.map((one) => [one, causeId(judgeIncident(one, facts))]));
  } catch {
    // The rule of incidents tells that it failed; without causes there is nothing to link.
    return new Map();
  }
}
