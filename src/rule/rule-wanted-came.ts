import { citeExchange, isService } from '#case';
import { placeOf } from './place.ts';
import type { WeightedRule } from './weighted-rule.ts';

const CODE = /^(?:[1-5]\d\d|-\d{3,5})$/u;

/** The service answered with just the code that is wanted, and the test looks for it in another place. */
export const ruleWantedCame: WeightedRule = {
  id: 'wanted-came',
  sentence:
    'A test that compares something else than a number with the very code that the service answered with looks in the wrong place.',
  weights: { TEST_ARTIFACT: 10, SYSTEM_CRITICAL: -6, INTEGRATION_ISSUE: -7 },
  cites: 'the answer of the service with its code',
  advises: 'compare the code of the answer',
  otherwise: 'if the service had answered with another code, its answer would be weighed',
  opine: ({ effect: { failure, reason }, exchanges, facts, isTold }) => {
    const { expected = '', actual = '' } = failure;
    const isOfAnotherSort = CODE.test(expected) && actual !== '' && Number.isNaN(Number(actual));
    if (reason !== 'assertion' || isTold || !isOfAnotherSort) return undefined;
    const last = exchanges.findLast(({ fact }) => isService(facts, fact.component));
    if (last?.fact.code !== expected) return undefined;
    return {
      evidence: [citeExchange(last)],
      lead: {
        about: `${last.fact.method}|${expected}`,
        title: `the test wants ${expected} of ${last.fact.method}, which is what it was answered with, and compares something else`,
        action: 'compare the code of the answer',
        ...placeOf(failure),
      },
    };
  },
};
