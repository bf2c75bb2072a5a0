import { cite, citeHealth, findAwaited, headline } from '#case';
import type { WeightedRule } from './weighted-rule.ts';

/** Connected, nothing left unanswered, and still waiting: for a word that the service did not say, or for itself. */
export const ruleWaitsForService: WeightedRule = {
  id: 'waits-for-service',
  sentence:
    'A test that cites an approved requirement and whose time was over while it was connected to a service that answers its probe may wait for what the service did not do.',
  weights: { SYSTEM_CRITICAL: 3 },
  cites: "what the process was connected to when its time was over, and the service's probe",
  advises: 'find out what the test was waiting for, and whether the service had to say it',
  otherwise: 'if it had passed with more time, or had been connected to nobody, it would have waited for itself',
  opine: (seen) => {
    const component = findAwaited(seen);
    const [first] = seen.cited.filter((one) => one.status === 'approved');
    const health = citeHealth(seen);
    if (component === undefined || first === undefined || health.length === 0) return undefined;
    return {
      evidence: [cite(seen.effect.seq, `waiting, connected to ${component}`), ...health],
      lead: {
        about: first.id,
        title: `${component} did not say what a test of ${first.id} waited for: ${headline(seen.effect)}`,
        action: `find out what the test waits for, and whether ${first.id} obliges ${component} to say it`,
        suspects: seen.cited.flatMap((one) => [...(one.names ?? []), one.id]),
      },
    };
  },
};
