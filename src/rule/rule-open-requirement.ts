import { oneLine } from '#domain';
import { citeHealth, findDemand, headline } from '#case';
import type { WeightedRule } from './weighted-rule.ts';

/** Nobody has decided yet what is right. */
export const ruleOpenRequirement: WeightedRule = {
  id: 'open-requirement',
  sentence:
    'A test that cites only requirements which are drafts, or on which documents disagree, asks for a decision.',
  weights: { REQUIREMENT_GAP: 9, TEST_ARTIFACT: -6 },
  cites: 'the requirement with its status, and the answer of the service',
  advises: 'decide what is right, and approve the requirement or correct the test',
  otherwise: 'if the requirement were approved and undisputed, the service would break it',
  opine: (seen) => {
    const demand = findDemand(seen);
    const [first] = demand?.open ?? [];
    if (demand === undefined || first === undefined || demand.approved.length > 0) return undefined;
    return {
      evidence: [...demand.seen, ...citeHealth(seen)],
      lead: {
        about: demand.open.map((one) => one.id).join(','),
        title: `${first.id} is ${first.status}, decision needed: ${headline(seen.effect)}`,
        action: `decide what is right, then approve ${first.id} or correct the test: ${oneLine(first.text, 160)}`,
        where: first.id,
      },
    };
  },
};
