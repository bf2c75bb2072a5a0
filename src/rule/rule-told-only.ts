import { citeExchange } from '#case';
import type { WeightedRule } from './weighted-rule.ts';

/** A client of the suite's own leaves no record: what it says of the answer is all there is. */
export const ruleToldOnly: WeightedRule = {
  id: 'told-only',
  sentence: 'An answer that was not recorded, and of which only the failure of the test tells, weighs less.',
  weights: { SYSTEM_CRITICAL: -2, INTEGRATION_ISSUE: -2, TEST_ARTIFACT: -1, REQUIREMENT_GAP: -2 },
  cites: 'the code that the failure carries',
  otherwise: 'if the exchange were recorded, it would weigh more',
  opine: ({ isTold, exchanges }) => (isTold ? { evidence: exchanges.slice(0, 1).map(citeExchange) } : undefined),
};
