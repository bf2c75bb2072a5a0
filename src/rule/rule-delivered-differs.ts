import { citeExchange, findProvenance, isMisasked, meantComponent } from '#case';
import type { WeightedRule } from './weighted-rule.ts';

/** The service made the right thing of what it was delivered. */
export const ruleDeliveredDiffers: WeightedRule = {
  id: 'delivered-differs',
  sentence:
    'Where the number that came follows from what another component delivered, and the wanted one does not, the two do not mean the same by what is delivered.',
  weights: { INTEGRATION_ISSUE: 8, SYSTEM_CRITICAL: -6 },
  cites: 'the answer of the service, and what was delivered to it',
  advises: 'agree with the other component on value and unit of what it delivers',
  otherwise: 'if the wanted number followed from what was delivered, the service would calculate wrongly',
  opine: (seen) => {
    const found = findProvenance(seen);
    const delivered = found?.cameFollows?.delivered;
    if (
      found?.cameFollows === undefined ||
      found.wantedFollows !== undefined ||
      delivered === undefined ||
      isMisasked(delivered, seen)
    )
      return undefined;
    const { from = 'the service', component = delivered.fact.address, method } = delivered.fact;
    return {
      evidence: [citeExchange(found.exchange), citeExchange(delivered)],
      lead: {
        about: `${from}>${meantComponent(seen.facts, from, component)}`,
        title: `${component} delivers ${from} another value than is reckoned with: ${found.came} follows from it (${found.cameFollows.formula}), ${found.wanted} is wanted`,
        action: `compare the value and unit of ${method} with what was agreed`,
        locus: 'interface',
      },
    };
  },
};
