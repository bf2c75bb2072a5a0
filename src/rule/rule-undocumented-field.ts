import { placeOf } from './place.ts';
import { oneLine } from '#domain';
import { cite, citeExchange, findAskedField, findComparedHeader } from '#case';
import type { WeightedRule } from './weighted-rule.ts';

/** The answer is as documented; the test's model of it is not. */
export const ruleUndocumentedField: WeightedRule = {
  id: 'undocumented-field',
  sentence:
    'A test that demands a field which the documented answer does not have, and no document speaks of, is wrong.',
  weights: { TEST_ARTIFACT: 11, SYSTEM_CRITICAL: -4, REQUIREMENT_GAP: -2 },
  cites: 'the answer, and the documented fields of its method',
  advises: "correct the test's model of the answer, or have the field written into the contract",
  otherwise: 'if the contract named the field, the service would lack it',
  opine: (seen) => {
    const asked = findAskedField(seen);
    // What stands beside the body is no field of it.
    if (asked?.documented !== false || findComparedHeader(seen) !== undefined) return undefined;
    const { field, exchange } = asked;
    return {
      evidence: [citeExchange(exchange), cite(seen.effect.seq, `asks for ${oneLine(field, 80)}`)],
      lead: {
        about: field,
        title: `the test demands the field ${field} of ${exchange.fact.method}, which its documented answer does not have`,
        action: `take ${field} out of the test's model of ${exchange.fact.method}, or have it written into the contract`,
        ...placeOf(seen.effect.failure),
      },
    };
  },
};
