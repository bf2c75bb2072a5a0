import { oneLine } from '#domain';
import type { Evidence } from '#domain';
import { citeHealth, findDemand, headline, lastExperiment } from '#case';
import type { Case } from '#case';
import { describeBroken } from './rule-requirement-broken.ts';
import type { WeightedRule } from './weighted-rule.ts';

/** What is demanded of two together is broken between them. */
export const ruleEdgeBroken: WeightedRule = {
  id: 'edge-broken',
  sentence:
    'A test that fails an approved requirement on the exchange between two components, each of which is well by itself, shows a fault between them; not where nothing was seen of the service and the test passes alone.',
  weights: { INTEGRATION_ISSUE: 7 },
  cites: 'the requirement with its edge, the answer of the service, and the probes',
  advises: 'compare what one side sends with what the other expects',
  otherwise: 'if the requirement were on the service alone, the service would be to blame',
  opine: (seen) => {
    const demand = findDemand(seen);
    const broken = demand?.approved.find((one) => one.edge !== undefined);
    if (demand === undefined || broken === undefined || isUnseen(demand.seen, seen)) return undefined;
    const evidence = [...demand.seen, ...citeHealth(seen)];
    return {
      evidence,
      lead: {
        about: broken.edge ?? '',
        title: `${broken.edge ?? ''}: ${describeBroken(broken)}: ${headline(seen.effect)}`,
        action: `compare what the two sides of ${broken.edge ?? 'the edge'} send and expect: ${oneLine(broken.text, 160)}`,
      },
    };
  },
};

// Nothing was told by the service, and with nobody before the test all is well between the two.
function isUnseen(told: readonly Evidence[], seen: Case): boolean {
  return told.length === 0 && lastExperiment(seen, 'rerun-alone')?.result === 'passed';
}
