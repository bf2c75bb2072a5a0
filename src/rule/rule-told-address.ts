import { citeExchange, findRefusal } from '#case';
import { citeRefusal, findToldBy } from './rule-unknown-address.ts';
import type { WeightedRule } from './weighted-rule.ts';

/** The test went where the service had sent it. */
export const ruleToldAddress: WeightedRule = {
  id: 'told-address',
  sentence:
    'A connection that was refused at an address which nobody of the world has, which an answer of the service had named, and which stands in none of its settings, was made up by the service.',
  weights: { SYSTEM_CRITICAL: 9, INTEGRATION_ISSUE: -3 },
  cites: 'the answer that names the address, and the leases of the world',
  advises: 'let the service tell the address that it was given',
  otherwise: 'if the service had not named the address, the test would have made it up',
  opine: (seen) => {
    const refusal = findRefusal(seen);
    const told = refusal?.holder.kind === 'nobody' ? findToldBy(seen, refusal) : undefined;
    if (refusal === undefined || told === undefined) return undefined;
    const { component = 'the service', method } = told.fact;
    return {
      evidence: [citeExchange(told), ...citeRefusal(seen, refusal)],
      lead: {
        about: `${method}|address`,
        title: `${component} names ${refusal.address} in its answer to ${method}, which nobody has`,
        action: `let ${component} tell the address that its settings give it`,
        suspects: [method, ...seen.cited.filter(({ status }) => status === 'approved').map(({ id }) => id)],
      },
    };
  },
};
