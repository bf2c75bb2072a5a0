import { citeExperiments, findAwaited, lastExperiment } from '#case';
import type { WeightedRule } from './weighted-rule.ts';

/** It is not the limit: with more of it the test hangs all the same. */
export const ruleHangsLonger: WeightedRule = {
  id: 'hangs-longer',
  sentence:
    'A test that is connected to a service and does not end with a longer limit either waits for something that does not come.',
  weights: { SYSTEM_CRITICAL: 2 },
  cites: 'the experiment: the test with a longer limit',
  otherwise: 'if the test had passed with the longer limit, the limit would be the cause',
  opine: (seen) => {
    const made = lastExperiment(seen, 'longer-limit');
    if (made?.result !== 'same' || findAwaited(seen) === undefined) return undefined;
    return { evidence: citeExperiments([made]) };
  },
};
