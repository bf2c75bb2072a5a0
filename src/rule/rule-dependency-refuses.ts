import { findRefusal, isService } from '#case';
import { citeRefusal } from './rule-unknown-address.ts';
import type { WeightedRule } from './weighted-rule.ts';

/** A dependency that is there by its own probe and refuses who comes. */
export const ruleDependencyRefuses: WeightedRule = {
  id: 'dependency-refuses',
  sentence: 'A dependency that runs and refuses connections at an address of its own does not agree with who connects.',
  weights: { INTEGRATION_ISSUE: 7 },
  cites: 'the refused address, its lease, and the state of the component',
  advises: 'compare the settings of the two sides: protocol, port, permission',
  otherwise: 'if the dependency had not been running, its end would be the cause',
  opine: (seen) => {
    const refusal = findRefusal(seen);
    if (refusal?.holder.kind !== 'alive' || isService(seen.facts, refusal.holder.component)) return undefined;
    const { component } = refusal.holder;
    return {
      evidence: citeRefusal(seen, refusal),
      lead: {
        about: component,
        title: `${component} runs and refuses connections at an address of its own`,
        action: `compare what ${component} listens on with who connects there`,
        where: `components.${component}`,
      },
    };
  },
};
