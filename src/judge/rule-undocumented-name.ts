import { oneLine } from '#domain';
import { citeExchange } from './cite-fact.ts';
import { findAbsence } from './rule-absent-name.ts';
import { placeOf } from './rule-unknown-name.ts';
import type { WeightedRule } from './weighted-rule.ts';

/** The service is right to say that it does not have what nobody promised. */
export const ruleUndocumentedName: WeightedRule = {
  id: 'undocumented-name',
  sentence:
    'A test that calls a method or route which the contract does not list, and which the service does not have, is wrong.',
  weights: { TEST_ARTIFACT: 11, SYSTEM_CRITICAL: -3 },
  cites: 'the exchange with its code, and that the contract does not list the name',
  advises: 'correct the name in the test, or have it written into the contract',
  otherwise: 'did the contract list the name, the service would lack it',
  opine: (seen) => {
    const found = findAbsence(seen);
    if (found === undefined || seen.facts.contract.name(found.exchange.fact.method) !== 'undocumented')
      return undefined;
    const { method } = found.exchange.fact;
    return {
      evidence: [citeExchange(found.exchange)],
      lead: {
        about: method,
        title: `the test asks for ${oneLine(method, 100)}, which the contract does not list`,
        action: `correct ${oneLine(method, 100)} in the test, or have it written into the contract`,
        ...placeOf(seen.effect.failure),
      },
    };
  },
};
