import { oneLine } from '#domain';
import type { Requirement } from '#domain';
import { citeExchange, findDifferingCode, isRefusal, mayConcern, namesField, namesWord, promises } from '#case';
import type { Case, Disputed } from '#case';
import type { WeightedRule } from './weighted-rule.ts';

/** The document is there, and does not say what the test reads in it. */
export const ruleRefusalNotPromised: WeightedRule = {
  id: 'refusal-not-promised',
  sentence:
    'A test that wants what it sends to be refused where the service accepts it, while what it cites names no code, no limit and nothing that is refused, reads more in the document than it says: a decision is needed.',
  weights: { REQUIREMENT_GAP: 9, SYSTEM_CRITICAL: -6, INTEGRATION_ISSUE: -6 },
  cites: 'the answer of the service, and the words of the requirement',
  advises: 'write down what is refused, and with which code',
  otherwise: 'if the requirement said what is refused, the service would break it',
  opine: (seen) => {
    const differing = findDifferingCode(seen);
    const [first] = seen.cited;
    if (differing === undefined || first === undefined || !isOpen(seen, { ...differing, came: differing.code }))
      return undefined;
    const { exchange, code, wanted } = differing;
    if (exchange.fact.end !== 'answered' || !REFUSED_INPUT.test(wanted)) return undefined;
    return {
      evidence: [citeExchange(exchange)],
      lead: {
        about: `${first.id}|${wanted}`,
        title: `the test wants ${wanted} where ${code} came, and ${first.id} speaks of no refusal: ${oneLine(first.text, 160)}`,
        action: `decide what of this is refused and with which code, and write it into ${first.id}`,
        where: 'requirements',
      },
    };
  },
};

/** Of what was sent; that a thing is not there (404) or not allowed (403) says something of the thing. */
export const REFUSED_INPUT: RegExp = /^(?:400|413|415|422)$/u;

function isOpen(seen: Case, disputed: Disputed): boolean {
  const { cited, facts } = seen;
  if (facts.contract.approved.some((one) => isPromised(one, disputed, seen))) return false;
  return cited.every((one) => one.status === 'approved' && one.edge === undefined && !speaksOfRefusal(one));
}

// By what a document says of the fields that were sent, somebody else may have promised it.
function isPromised(requirement: Requirement, disputed: Disputed, seen: Case): boolean {
  const said = promises(requirement, disputed.wanted, disputed, seen);
  if (said === 'held' || said === 'denied') return said === 'held';
  const { fact } = disputed.exchange;
  return namesWord(requirement, disputed.wanted) && mayConcern(requirement, fact) && namesField(requirement, fact);
}

/** A number is a limit or a code; the rest is how people write that something is not taken. */
const REFUSES =
  /\d|\b(?:refus|reject|error|invalid|den(?:y|ie)|forb|fail|unknown|wrong|missing|not|no|nor|never|none|nobody|cannot|must|shall|only|needs?|requires?|unless|without|unique|own|twice|once|already|at (?:most|least)|(?:one|two|three|four|five|six|seven|eight|nine|ten))/iu;

export function speaksOfRefusal({ text, names = [] }: Requirement): boolean {
  return REFUSES.test(text.replaceAll(/\b2\d\d\b/gu, '')) || names.some((name) => isRefusal(name));
}
