import { oneLine } from '#domain';
import { citeExchange, citeExperiments, isOwnMaking, lastExperiment } from '#case';
import type { WeightedRule } from './weighted-rule.ts';

/** What the test asks for it has made itself: whatever others left behind, the service has to keep it apart. */
export const ruleWearsOut: WeightedRule = {
  id: 'wears-out',
  sentence:
    'A test that asks for nothing but what it made itself, fails after others and passes alone, shows a service that mixes up what it was given before.',
  weights: { SYSTEM_CRITICAL: 3 },
  cites: 'the answer, and the experiment: the test alone, in a fresh world',
  advises: 'look for what the service keeps from one request to the next',
  otherwise: 'if the test rested on what it did not make, other tests would be in its way',
  opine: (seen) => {
    const made = lastExperiment(seen, 'rerun-alone');
    const { decisive } = seen;
    if (made?.result !== 'passed' || decisive === undefined || !isOwnMaking(seen)) return undefined;
    const { component = 'the service', method } = decisive.fact;
    return {
      evidence: [citeExchange(decisive), ...citeExperiments([made])],
      lead: {
        about: method,
        title: `${component} answers ${oneLine(method, 80)} wrongly after other requests, and rightly in a fresh world`,
        action: `look for what ${component} keeps from one request to the next`,
        suspects: [method],
      },
    };
  },
};
