import { placeOf } from './place.ts';
import { oneLine } from '#domain';
import { citeExchange, findUnknownItem } from '#case';
import type { WeightedRule } from './weighted-rule.ts';

/** Service and dependency understand each other, and say alike that there is no such thing. */
export const ruleUnknownItem: WeightedRule = {
  id: 'unknown-item',
  sentence:
    'A test that names something which a dependency does not have, while it has others that it is asked for in the same way, and which the service refuses for that, names the wrong thing.',
  weights: { TEST_ARTIFACT: 9, SYSTEM_CRITICAL: -4 },
  cites: 'the answer of the dependency to the service, and that of the service to the test',
  advises: 'name something that is there, or make it first',
  otherwise: 'if the dependency had answered nobody, the two would not agree',
  opine: (seen) => {
    const found = findUnknownItem(seen);
    if (found === undefined) return undefined;
    const { method, component = found.fact.address, code = '' } = found.fact;
    return {
      evidence: [citeExchange(found), ...(seen.decisive === undefined ? [] : [citeExchange(seen.decisive)])],
      lead: {
        about: method,
        title: `the test names what ${component} does not have: ${oneLine(method, 100)} is answered with ${code}`,
        action: 'name something that is there, or make it first',
        ...placeOf(seen.effect.failure),
      },
    };
  },
};
