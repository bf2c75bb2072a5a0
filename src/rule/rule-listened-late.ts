import { oneLine } from '#domain';
import { citeExchange, findToldBefore } from '#case';
import { placeOf } from './place.ts';
import type { WeightedRule } from './weighted-rule.ts';

/** It was said, and nobody listened yet. */
export const ruleListenedLate: WeightedRule = {
  id: 'listened-late',
  sentence:
    'A test that waits in vain for what its own connection had been told after the last thing that it did, and before it began to listen, listens too late.',
  weights: { TEST_ARTIFACT: 11, SYSTEM_CRITICAL: -7, INTEGRATION_ISSUE: -7, REQUIREMENT_GAP: -4 },
  cites: 'what the connection was told',
  advises: 'begin to listen before the call that brings it about',
  otherwise: 'if it had not been told on this connection, the service would owe it',
  opine: (seen) => {
    const told = findToldBefore(seen);
    if (told === undefined) return undefined;
    return {
      evidence: [citeExchange(told)],
      lead: {
        about: `late|${told.fact.method}`,
        title: `the test listens for ${told.fact.method} only after its connection was told: ${oneLine(told.fact.answer, 160)}`,
        action: 'begin to listen before the call that brings it about',
        ...placeOf(seen.effect.failure),
      },
    };
  },
};
