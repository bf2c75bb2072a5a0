import { oneLine } from '#domain';
import { findFarEnd } from './far-end.ts';
import { listTroubles } from './trouble.ts';
import type { WeightedRule } from './weighted-rule.ts';

/** The service names the address at which it failed: whose it is decides. */
export const ruleWrongFarEnd: WeightedRule = {
  id: 'wrong-far-end',
  sentence:
    "A service that reports trouble with an address which is another component's, or nobody's, is not at one with what it needs: wrong port, wrong permission, too slow.",
  weights: { INTEGRATION_ISSUE: 9, SYSTEM_CRITICAL: -3 },
  cites: 'the line of its log, or its answer, that names the address, and the leases of the world',
  advises: 'compare the settings of the service with the address and the rules of the component',
  otherwise: "were the address the service's own, or the component down, it would be judged by that",
  opine: (seen) => {
    const { world, atMs, facts, effect } = seen;
    for (const { component, text, evidence } of listTroubles(seen)) {
      const found = findFarEnd(text, {
        component,
        world,
        atMs,
        incidents: facts.incidentsOf(effect.attempt?.world ?? ''),
      });
      if (found === undefined) continue;
      return {
        evidence: [...evidence, ...found.evidence],
        lead: {
          about: `${component}>${found.name}`,
          title: `${component} fails at ${found.described}: ${oneLine(text, 200)}`,
          action: `compare the settings of ${component} with ${found.described}`,
          where: `components.${component}.env`,
        },
      };
    }
    return undefined;
  },
};
