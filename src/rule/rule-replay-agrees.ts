import { citeExperiments, lastExperiment } from '#case';
import type { WeightedRule } from './weighted-rule.ts';

/** A neutral client sees the same: the test code is not what makes the answer. */
export const ruleReplayAgrees: WeightedRule = {
  id: 'replay-agrees',
  sentence:
    'An exchange that came to nothing, or to a fault, and goes the same way when a neutral client repeats it is not of the making of the test code.',
  weights: { SYSTEM_CRITICAL: 2, TEST_ARTIFACT: -3 },
  cites: 'the experiment: the recorded exchange, repeated',
  otherwise: 'if the neutral client had been answered otherwise, the test code would be to blame',
  opine: (seen) => {
    const made = lastExperiment(seen, 'replay');
    // An answer that is as it should be is the same for everybody, and says nothing of a test that is not content with it.
    const { end, code = '' } = seen.decisive?.fact ?? {};
    const isWrong = end !== 'answered' && seen.facts.contract.code(code)?.blames !== 'caller';
    return made?.result === 'same' && isWrong ? { evidence: citeExperiments([made]) } : undefined;
  },
};
