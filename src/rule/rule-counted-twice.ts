import { citeExchange, findCountedTwice } from '#case';
import { placeOf } from './place.ts';
import type { WeightedRule } from './weighted-rule.ts';

/** Each was told once, and the test adds them up. */
export const ruleCountedTwice: WeightedRule = {
  id: 'counted-twice',
  sentence:
    'A test that counts what several connections of its own were told as if it were one is told by each as often as it wants, and by all together as often as it complains of.',
  weights: { TEST_ARTIFACT: 11, SYSTEM_CRITICAL: -7, INTEGRATION_ISSUE: -7, REQUIREMENT_GAP: -4 },
  cites: 'what each connection was told',
  advises: 'count what one connection alone was told',
  otherwise: 'if one connection had been told so often, the service would say it too often',
  opine: (seen) => {
    const all = findCountedTwice(seen);
    const [first] = all ?? [];
    if (all === undefined || first === undefined) return undefined;
    const connections = new Set(all.map(({ fact }) => fact.connection)).size;
    return {
      evidence: all.map(citeExchange),
      lead: {
        about: `counted|${first.fact.method}`,
        title: `the test counts ${all.length} times ${first.fact.method}, which is what ${connections} connections of its own were told`,
        action: 'count what one connection was told',
        ...placeOf(seen.effect.failure),
      },
    };
  },
};
