import { citeExchange, findAskedField } from '#case';
import type { WeightedRule } from './weighted-rule.ts';

/** The document promises the field and the answer lacks it. */
export const ruleMissingField: WeightedRule = {
  id: 'missing-field',
  sentence: 'An answer without a field that its documented result must have breaks the contract.',
  weights: { SYSTEM_CRITICAL: 8 },
  cites: 'the answer, and the documented fields of its method',
  advises: 'answer with the field, or take it out of the contract',
  otherwise: 'if the contract did not name the field, the test would be wrong',
  opine: (seen) => {
    const asked = findAskedField(seen);
    if (asked?.documented !== true) return undefined;
    const { field, exchange } = asked;
    const { method, component = 'the service' } = exchange.fact;
    return {
      evidence: [citeExchange(exchange)],
      lead: {
        about: `${method}|${field}`,
        title: `${component} answers ${method} without ${field}, which the contract promises`,
        action: `let ${component} answer ${method} with ${field}, or take it out of the contract`,
        suspects: [method],
      },
    };
  },
};
