import { citeExchange, findAnsweredError, isSupported, isUnexpected } from '#case';
import type { WeightedRule } from './weighted-rule.ts';

/** The contract itself says that this code means "not promised". */
export const ruleUnsupported: WeightedRule = {
  id: 'unsupported',
  sentence:
    'A service that answers with a code by which the contract says that something is not supported was asked for too much; unless it served just this before, or names as the method what nobody asked: then it is broken.',
  weights: { REQUIREMENT_GAP: 10, SYSTEM_CRITICAL: -3 },
  cites: 'the exchange with its code, and what the contract says of the code',
  advises: 'decide whether it shall be supported',
  otherwise: 'if the contract gave the code another meaning, the test would be judged by that',
  opine: (seen) => {
    const found = findAnsweredError(seen);
    if (found?.meaning?.blames !== 'unsupported' || !isUnexpected(seen, found)) return undefined;
    if (isSupported(seen, found)) return undefined;
    const { method } = found.exchange.fact;
    return {
      evidence: [citeExchange(found.exchange)],
      lead: {
        about: `${method}|${found.code}`,
        title: `${method} is asked for what is not supported (${found.code})`,
        action: 'decide whether it shall be supported: a requirement, or no test',
      },
    };
  },
};
