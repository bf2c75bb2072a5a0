import { oneLine } from '#domain';
import type { ExchangeFact, Requirement } from '#domain';
import { isService } from './case.ts';
import type { Case } from './case.ts';
import { citeExchange } from './cite-fact.ts';
import { readCompared } from './compared.ts';
import type { Found } from './found.ts';
import { placeOf } from './rule-unknown-name.ts';
import type { WeightedRule } from './weighted-rule.ts';

/** The service kept to the document, and the test does not. */
export const ruleAnswerAsRequired: WeightedRule = {
  id: 'answer-as-required',
  sentence:
    'A test that wants another code than the one with which the service answered, while the approved requirement that it cites names that one and not the other, contradicts its requirement.',
  weights: { TEST_ARTIFACT: 10, SYSTEM_CRITICAL: -6 },
  cites: 'the answer of the service with its code, and the words of the requirement',
  advises: 'let the test want what the requirement says',
  otherwise: 'did the requirement name the code that the test wants, the service would break it',
  opine: (seen) => {
    const found = findKept(seen);
    if (found === undefined) return undefined;
    const { exchange, code, wanted, requirement } = found;
    return {
      evidence: [citeExchange(exchange)],
      lead: {
        about: `${requirement.id}|${code}|${wanted}`,
        title: `the test wants ${wanted} where ${requirement.id} says ${code}, which the service answered: ${oneLine(requirement.text, 120)}`,
        action: `let the test want ${code}, or change ${requirement.id} first`,
        ...placeOf(seen.effect.failure),
      },
    };
  },
};

interface Kept {
  readonly exchange: Found<ExchangeFact>;
  readonly code: string;
  readonly wanted: string;
  readonly requirement: Requirement;
}

function findKept(seen: Case): Kept | undefined {
  const differing = findDiffering(seen);
  if (differing === undefined) return undefined;
  const approved = seen.cited.filter(({ status }) => status === 'approved');
  if (approved.some(({ text }) => names(text, differing.wanted))) return undefined;
  const requirement = approved.find(({ text }) => names(text, differing.code));
  return requirement === undefined ? undefined : { ...differing, requirement };
}

/** The last answer whose code stands on one side of a comparison that failed. */
function findDiffering({ effect, exchanges, facts, isTold }: Case): Omit<Kept, 'requirement'> | undefined {
  const compared = effect.reason === 'assertion' && !isTold ? readCompared(effect.failure) : undefined;
  if (compared === undefined) return undefined;
  const exchange = exchanges.findLast(
    ({ fact }) => isService(facts, fact.component) && compared.some((one) => one === fact.code),
  );
  const [code, wanted] = exchange?.fact.code === compared[0] ? compared : [compared[1], compared[0]];
  return exchange === undefined || code === wanted ? undefined : { exchange, code, wanted };
}

function names(text: string, code: string): boolean {
  return new RegExp(`(?<![\\w.-])${code}(?![\\w]|\\.\\d)`, 'u').test(text);
}
