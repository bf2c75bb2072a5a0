import { citeHealth, findAnsweredError, findDemand, headline, isHook, normaliseText } from '#case';
import type { Case } from '#case';
import type { WeightedRule } from './weighted-rule.ts';

/** So much of something is allowed, whatever was asked meanwhile. */
const AMOUNT = /<amount>.*<amount>/u;

/** The service works, the test is not satisfied, and no document says who is right. */
export const ruleNoRequirement: WeightedRule = {
  id: 'no-requirement',
  sentence:
    'A test that cites no registered requirement, and fails by an answer of a service that is well, demands what nobody wrote down: a decision is needed.',
  weights: { REQUIREMENT_GAP: 6 },
  cites: "the answer of the service, and the service's probe",
  advises: 'write the requirement, or drop the demand',
  otherwise: 'if an approved requirement named the behaviour, the service would break it',
  opine: (seen) => {
    const demand = isUndemanded(seen) ? findDemand(seen) : undefined;
    if (demand === undefined) return undefined;
    const evidence = [...demand.seen, ...citeHealth(seen)];
    const method = demand.exchange?.fact.method ?? '';
    const text = normaliseText(seen.effect.failure.message);
    return {
      evidence,
      lead: {
        about: AMOUNT.test(text) ? text : `${method}|${text}`,
        title: `no requirement says so, decision needed: ${headline(seen.effect)}`,
        action: 'decide whether this is demanded: write a requirement that the test cites, or drop the demand',
        where: 'requirements',
      },
    };
  },
};

// Set-up and teardown prove nothing, so they cite nothing. Where there is no registry nobody could have cited anything, and where the service speaks of trouble it is not well.
function isUndemanded(seen: Case): boolean {
  if (isHook(seen.effect)) return false;
  if (seen.cited.length > 0 || !seen.facts.contract.hasRequirements) return false;
  if (seen.logs.some(({ fact }) => fact.nature === 'stack')) return false;
  const blames = findAnsweredError(seen)?.meaning?.blames;
  return blames !== 'service' && blames !== 'dependency';
}
