import { configuredName } from '#domain';
import { citeExperiments, lastExperiment } from '#case';
import { suiteKey } from './rule.ts';
import type { WeightedRule } from './weighted-rule.ts';

/** It only needs more time, and no requirement limits that. */
export const ruleLongerLimit: WeightedRule = {
  id: 'longer-limit',
  sentence: 'A test that passes when it is given more time has a limit that is too short.',
  weights: { TEST_ARTIFACT: 7 },
  cites: 'the experiment: the test with a longer limit',
  advises: 'raise the limit, or make the test faster',
  otherwise: 'if the test had hung with the longer limit as well, the limit would not be the cause',
  opine: (seen) => {
    const made = lastExperiment(seen, 'longer-limit');
    if (made?.result !== 'passed') return undefined;
    const { planned } = seen.effect.suite;
    return {
      evidence: citeExperiments([made]),
      lead: {
        about: configuredName(planned),
        title: `${configuredName(planned)} passes when it is given more time`,
        action: 'raise its limit, or make it faster',
        where: `${suiteKey(planned)}.timeout`,
      },
    };
  },
};
