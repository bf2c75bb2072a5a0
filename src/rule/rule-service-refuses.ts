import { findRefusal, isService } from '#case';
import { citeRefusal } from './rule-unknown-address.ts';
import type { WeightedRule } from './weighted-rule.ts';

/** The process is there and its port is not open. */
export const ruleServiceRefuses: WeightedRule = {
  id: 'service-refuses',
  sentence: 'A service that runs and refuses connections at its own address does not serve.',
  weights: { SYSTEM_CRITICAL: 8 },
  cites: 'the refused address, its lease, and the state of the service',
  advises: 'find out why the service stopped listening while it ran',
  otherwise: 'if the service had not been running, its end would be the cause',
  opine: (seen) => {
    const refusal = findRefusal(seen);
    if (refusal?.holder.kind !== 'alive' || !isService(seen.facts, refusal.holder.component)) return undefined;
    const { component } = refusal.holder;
    return {
      evidence: citeRefusal(seen, refusal),
      lead: {
        about: component,
        title: `${component} runs and refuses connections at its own address`,
        action: `find out why ${component} does not listen at ${refusal.address} while it runs`,
      },
    };
  },
};
