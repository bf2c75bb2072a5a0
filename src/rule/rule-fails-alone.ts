import { citeExperiments, lastExperiment } from '#case';
import type { WeightedRule } from './weighted-rule.ts';

/** It is no matter of order or chance. */
export const ruleFailsAlone: WeightedRule = {
  id: 'fails-alone',
  sentence: 'A test that fails in the same way alone in a fresh world depends on no other test.',
  weights: { SYSTEM_CRITICAL: 2 },
  cites: 'the experiment: the test alone, in a fresh world',
  otherwise: 'if the test had passed alone, it would depend on other tests',
  opine: (seen) => {
    const made = lastExperiment(seen, 'rerun-alone');
    return made?.result === 'same' && seen.cited.some((one) => one.status === 'approved')
      ? { evidence: citeExperiments([made]) }
      : undefined;
  },
};
