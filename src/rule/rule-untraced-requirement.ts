import { oneLine } from '#domain';
import { citeHealth, findDemand, headline, suspectsOf } from '#case';
import { describeBroken } from './rule-requirement-broken.ts';
import type { WeightedRule } from './weighted-rule.ts';

/** The same without a record of what the service answered: weaker, and said to be. */
export const ruleUntracedRequirement: WeightedRule = {
  id: 'untraced-requirement',
  sentence:
    'A test that cites an approved requirement and fails an assertion, while the service answers its probe, may show a fault of the service; what it answered was not recorded, so that an experiment has to say more.',
  weights: { SYSTEM_CRITICAL: 3 },
  cites: "the requirement and the service's probe",
  advises: 'look at what the service answered, then make it do what the requirement says',
  otherwise: 'if the service did not answer its probe, or its answer had been recorded, that would decide',
  opine: (seen) => {
    const demand = findDemand(seen);
    const health = citeHealth(seen);
    if (demand === undefined || demand.seen.length > 0 || health.length === 0) return undefined;
    const [first] = demand.approved;
    if (first === undefined || demand.approved.some((one) => one.edge !== undefined)) return undefined;
    return {
      evidence: health,
      lead: {
        about: demand.approved.map((one) => one.id).join(','),
        title: `${describeBroken(first)}: ${headline(seen.effect)}`,
        action: `look at what the service answered, then make it do what ${first.id} says: ${oneLine(first.text, 160)}`,
        suspects: suspectsOf(demand),
      },
    };
  },
};
