import { citeExperiments, lastExperiment, normaliseText } from '#case';
import { placeOf } from './place.ts';
import type { WeightedRule } from './weighted-rule.ts';

/** The service answers a neutral client as it should. */
export const ruleReplayDiffers: WeightedRule = {
  id: 'replay-differs',
  sentence:
    'An exchange that a neutral client repeats with a better end than the test had speaks for a fault of the test code.',
  weights: { TEST_ARTIFACT: 5 },
  cites: 'the experiment: the recorded exchange, repeated',
  advises: 'compare what the test sends with what the neutral client sent',
  otherwise: 'if the neutral client had met the same, the test code would not be to blame',
  opine: (seen) => {
    const made = lastExperiment(seen, 'replay');
    // Who met nobody said nothing that another client could say better: in a fresh world somebody is there.
    if (made?.result !== 'passed' || seen.decisive?.fact.end === 'refused') return undefined;
    return {
      evidence: citeExperiments([made]),
      lead: {
        about: `${seen.decisive?.fact.method ?? ''}|${normaliseText(seen.effect.failure.message)}`,
        title: `a neutral client is answered as it should be, the test is not: ${seen.decisive?.fact.method ?? ''}`,
        action: 'compare what the test sends with what the neutral client sent',
        ...placeOf(seen.effect.failure),
      },
    };
  },
};
