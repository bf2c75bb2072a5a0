import { oneLine } from '#domain';
import type { Requirement } from '#domain';
import { findDemand, findDifferingCode, headline, isRefusal } from '#case';
import type { Case } from '#case';
import type { WeightedRule } from './weighted-rule.ts';

/** Approved, and still nobody knows how much is enough. */
export const ruleVagueRequirement: WeightedRule = {
  id: 'vague-requirement',
  sentence:
    'A test that compares amounts or codes, and cites only approved requirements which say how something is in words that nobody can measure (quickly, enough, as appropriate; ISO/IEC/IEEE 29148, 5.2.7) and name no amount and no code, knows more than is written: a decision is needed.',
  weights: { REQUIREMENT_GAP: 10, SYSTEM_CRITICAL: -7, INTEGRATION_ISSUE: -7 },
  cites: 'the words of the requirement, and what the service did',
  advises: 'write down how much is enough',
  otherwise: 'if the requirement named an amount or a code, the service would break it',
  opine: (seen) => {
    const demand = findDemand(seen);
    const [first] = seen.cited;
    if (demand === undefined || first === undefined || !seen.cited.every(isVague) || isOfAnotherThing(seen))
      return undefined;
    return {
      evidence: demand.seen,
      lead: {
        about: first.id,
        title: `${first.id} says ${findVague(first) ?? ''} and no amount, decision needed: ${headline(seen.effect)}`,
        action: `write down in ${first.id} what can be measured: ${oneLine(first.text, 160)}`,
        where: 'requirements',
      },
    };
  },
};

// Another success than the wanted one, a refusal of what should be taken: that is no matter of more or less.
function isOfAnotherThing(seen: Case): boolean {
  const differing = findDifferingCode(seen);
  return differing !== undefined && !(differing.exchange.fact.end === 'answered' && isRefusal(differing.wanted));
}

/** Words of manner and amount without a measure. */
const VAGUE =
  /(?<!\bhowever )\b(?:quick(?:ly)?|fast|prompt(?:ly)?|soon|timely|in time|without delay|slow(?:ly)?|short(?:ly)?|reasonabl[ey]|appropriate(?:ly)?|suitabl[ey]|adequate(?:ly)?|sufficient(?:ly)?|enough|user[- ]friendly|easy|easily|convenient(?:ly)?|usual(?:ly)?|normal(?:ly)?|typical(?:ly)?|readable|sensibl[ey]|robust(?:ly)?|large|small|many|few|several|long|minimal|maximal|best|as (?:needed|necessary|possible|applicable|far as)|if (?:possible|needed|necessary)|and so on|etc|such that|friendly|smooth(?:ly)?|noticeabl[ey]|perceptibl[ey]|undue|responsive(?:ly)?|acceptabl[ey]|efficient(?:ly)?|seamless(?:ly)?|gracefully?)\b/iu;

function findVague({ text }: Requirement): string | undefined {
  return VAGUE.exec(text)?.[0];
}

function isVague(requirement: Requirement): boolean {
  const { status, text, names = [] } = requirement;
  const hasAmount = /\d/u.test(text) || names.some((name) => /^-?\d+$/u.test(name));
  return status === 'approved' && !hasAmount && findVague(requirement) !== undefined;
}
