import { citeExchange, findWaited, isDocumented } from '#case';
import { placeOf } from './place.ts';
import type { WeightedRule } from './weighted-rule.ts';

/** What is promised was told, and the test listens for another name. */
export const ruleUnknownNotice: WeightedRule = {
  id: 'unknown-notice',
  sentence:
    'A test that waits for a notification by a name which no approved document knows and which nobody was sent, while its connection was told by a name that they do know, listens for the wrong name.',
  weights: { TEST_ARTIFACT: 11, SYSTEM_CRITICAL: -7, INTEGRATION_ISSUE: -7, REQUIREMENT_GAP: -4 },
  cites: 'what the connection was told',
  advises: 'listen for the name of the documents',
  otherwise: 'if a document knew the name, the service would owe it',
  opine: (seen) => {
    const waited = findWaited(seen);
    if (waited === undefined || waited.isKnown || waited.told.length > 0) return undefined;
    const told = waited.others.find(({ fact }) => isDocumented(fact.method, seen));
    if (told === undefined) return undefined;
    return {
      evidence: [citeExchange(told)],
      lead: {
        about: `unknown notice|${waited.name}`,
        title: `the test waits for ${waited.name}, which no document knows; told was ${told.fact.method}`,
        action: `listen for ${told.fact.method}, or have ${waited.name} written into the documents`,
        ...placeOf(seen.effect.failure),
      },
    };
  },
};
