import { placeOf } from './place.ts';
import { oneLine } from '#domain';
import { citeHeaders, findOwnHeader } from '#case';
import type { WeightedRule } from './weighted-rule.ts';

/** What the test says beside its request is not what it means. */
export const ruleOwnHeader: WeightedRule = {
  id: 'own-header',
  sentence:
    'A test that calls the body of a refused request what it is not, that is refused with the code which an approved requirement has for requests without a header, or whose requests lack the header of which its requirement speaks, or have it under a name that is near to it and that no document knows, sends something else than it means.',
  weights: { TEST_ARTIFACT: 11, SYSTEM_CRITICAL: -7, INTEGRATION_ISSUE: -4, REQUIREMENT_GAP: -4 },
  cites: 'the request with its headers',
  advises: 'send the header as the documents write it',
  otherwise: 'if the request had the header, the service would have to go by it',
  opine: (seen) => {
    const found = findOwnHeader(seen);
    if (found === undefined) return undefined;
    const { exchange, name, how } = found;
    const method = oneLine(exchange.fact.method, 80);
    return {
      evidence: [citeHeaders(exchange, 'request', [name])],
      lead: {
        about: `${name}|${how}`,
        title: `the test means the header ${name} of ${method}, and ${oneLine(how, 100)}`,
        action: `send ${name} with ${method} as the documents write it`,
        ...placeOf(seen.effect.failure),
      },
    };
  },
};
