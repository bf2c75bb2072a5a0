import { suiteKey } from './rule.ts';
import { printTestId } from '#domain';
import { citeExperiments, isOwnMaking, lastExperiment } from '#case';
import type { WeightedRule } from './weighted-rule.ts';

/** What another test left behind, or chance, made it fail: not what it tests. */
export const rulePassesAlone: WeightedRule = {
  id: 'passes-alone',
  sentence:
    'A test that fails among others and passes each time alone in a fresh world depends on what an earlier test left behind; not where all that it asks for is of its own making.',
  weights: { TEST_ARTIFACT: 8, SYSTEM_CRITICAL: -2 },
  cites: 'the experiment: the test alone, in a fresh world',
  advises: 'let the test make the state that it needs, and undo what it did',
  otherwise: 'if the test had failed alone as well, it would not depend on others',
  opine: (seen) => {
    const made = lastExperiment(seen, 'rerun-alone');
    if (made?.result !== 'passed' || isOwnMaking(seen)) return undefined;
    const { suite, test } = seen.effect;
    const id = test === undefined ? suite.planned.name : printTestId(test.id);
    return {
      evidence: citeExperiments([made]),
      lead: {
        // What tests of one suite leave in each other's way is one thing, as far as anybody can see.
        about: suite.planned.name,
        title: `${id} fails after other tests and passes alone`,
        action: 'let it make the state that it needs and let the tests before it undo what they did',
        where: suiteKey(suite.planned),
      },
    };
  },
};
