import { cite } from '#case';
import { placeOf } from './place.ts';
import type { WeightedRule } from './weighted-rule.ts';

/** Every component listens on this host, and is given to suites by its address. */
export const ruleUnknownHost: WeightedRule = {
  id: 'unknown-host',
  sentence: 'A host name that cannot be resolved was written into the test or its settings: no component has it.',
  weights: { TEST_ARTIFACT: 9 },
  cites: 'the exception with the name of the host',
  advises: 'take the address from the world: `world().component(…)` or `REALITY_…`',
  otherwise: 'if the name were that of a component, its incident would decide',
  opine: ({ raise, effect: { seq, failure } }) =>
    raise.kind !== 'unknown-host'
      ? undefined
      : {
          evidence: [cite(seq, `the name ${raise.host} cannot be resolved`)],
          lead: {
            about: raise.host,
            title: `the test asks for the host ${raise.host}, which does not exist`,
            action: 'take the address from the world that the suite is given, in place of a name of its own',
            ...placeOf(failure),
          },
        },
};
