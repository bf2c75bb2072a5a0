import { citeExchange, findAnsweredError, isUnexpected } from '#case';
import { placeOf } from './place.ts';
import type { WeightedRule } from './weighted-rule.ts';

/** One of the two is wrong, the one who asks or the one who refuses; who it is cannot be seen from the answer alone. */
export const ruleCallerCode: WeightedRule = {
  id: 'caller-code',
  sentence:
    "A call that the service refuses with a code for the caller's mistake speaks for a mistake of the test, or for what an earlier test left behind.",
  weights: { TEST_ARTIFACT: 3, SYSTEM_CRITICAL: -2 },
  cites: 'the exchange with its code, and what the contract says of the code',
  advises: 'compare the call with the contract; run the test alone',
  otherwise: 'if the code were one for a fault of the service, the test would not be to blame',
  opine: (seen) => {
    const found = findAnsweredError(seen);
    if (found?.meaning?.blames !== 'caller' || seen.effect.reason === 'assertion') return undefined;
    if (!isUnexpected(seen, found)) return undefined;
    const { method } = found.exchange.fact;
    return {
      evidence: [citeExchange(found.exchange)],
      isRefusal: true,
      lead: {
        about: `${method}|${found.code}`,
        title: `${method} was refused with ${found.code} (${found.meaning.meaning})`,
        action: 'compare the call with the contract, and run the test alone: an earlier one may have left this state',
        ...placeOf(seen.effect.failure),
      },
    };
  },
};
