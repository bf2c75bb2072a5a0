import { placeOf } from './place.ts';
import { oneLine } from '#domain';
import { citeHeaders, findRepeatedRequest } from '#case';
import type { WeightedRule } from './weighted-rule.ts';

/** What should be of its own for each request came twice, and the service did as it had promised. */
export const ruleRepeatedHeader: WeightedRule = {
  id: 'repeated-header',
  sentence:
    'A test whose request holds a header with the value of an earlier one with other content, and is answered as that was, where an approved requirement says so of the same value, has to give each request one of its own; unless it is about this header.',
  weights: { TEST_ARTIFACT: 12, SYSTEM_CRITICAL: -8, INTEGRATION_ISSUE: -7, REQUIREMENT_GAP: -4 },
  cites: 'the request with its header, and its answer, which is that of the first',
  advises: 'give each request a value of its own',
  otherwise: 'if the values differed, the service would confuse two requests',
  opine: (seen) => {
    const found = findRepeatedRequest(seen);
    if (found === undefined) return undefined;
    const { exchange, repeated, requirement } = found;
    const [method, value] = [oneLine(exchange.fact.method, 80), oneLine(repeated.value, 60)];
    return {
      evidence: [citeHeaders(exchange, 'request', [repeated.name])],
      lead: {
        about: `${repeated.name}|${repeated.value}`,
        title: `the test asks ${method} with the ${repeated.name} ${value}, with which something else was asked before, and is answered as ${requirement.id} says: ${oneLine(requirement.text, 100)}`,
        action: `give each ${method} a ${repeated.name} of its own; with ${value} came first ${oneLine(repeated.request, 80)}`,
        ...placeOf(seen.effect.failure),
      },
    };
  },
};
