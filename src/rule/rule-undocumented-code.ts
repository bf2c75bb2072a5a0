import { citeExchange, findDifferingCode, listRelated, namesWord } from '#case';
import type { Case } from '#case';
import { placeOf } from './place.ts';
import type { WeightedRule } from './weighted-rule.ts';

/** Nobody ever promised this code, and the other one is what everybody gets. */
export const ruleUndocumentedCode: WeightedRule = {
  id: 'undocumented-code',
  sentence:
    'A test that wants a refusal with a code that no document names, where the one that came is named by an approved one, or is what passing tests are answered by the same route, is wrong.',
  weights: { TEST_ARTIFACT: 9, SYSTEM_CRITICAL: -6 },
  cites: 'the answer of the service',
  advises: 'let the test want the code that is documented',
  otherwise: 'if a document named the wanted code, the service would break it',
  opine: (seen) => {
    const differing = findDifferingCode(seen);
    if (differing === undefined) return undefined;
    const { exchange, code, wanted } = differing;
    const { method, usual } = exchange.fact;
    if (!REFUSES.test(wanted) || isWritten(seen, wanted)) return undefined;
    if (usual !== true && !listRelated(seen, exchange.fact).some((one) => namesWord(one, code))) return undefined;
    return {
      evidence: [citeExchange(exchange)],
      lead: {
        about: `${method}|${wanted}`,
        title: `the test wants ${wanted} of ${method}, which no document names, where ${code} came`,
        action: `let the test want ${code}, or write ${wanted} into the contract first`,
        ...placeOf(seen.effect.failure),
      },
    };
  },
};

const REFUSES = /^[3-5]\d\d$|^-\d+$/u;

// A draft, and what documents disagree on, is written as well.
function isWritten({ facts: { contract }, cited }: Case, code: string): boolean {
  const known = [...contract.approved, ...cited];
  return known.some((one) => namesWord(one, code)) || contract.isListed(code);
}
