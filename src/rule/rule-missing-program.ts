import { blameTest } from './test-opinion.ts';
import type { WeightedRule } from './weighted-rule.ts';

/** The test's own process could not start a program. */
export const ruleMissingProgram: WeightedRule = {
  id: 'missing-program',
  sentence: 'A program that the test itself starts and that this host does not have is a matter of the host.',
  weights: { TEST_ARTIFACT: 9 },
  cites: 'the exception with the name of the program',
  advises: 'install the program and name it in `needs`, so that it is asked for before the run',
  otherwise: 'if the program were on the PATH of the suite, the test would get further',
  opine: (seen) => {
    const { raise, effect } = seen;
    if (raise.kind !== 'missing-program') return undefined;
    return blameTest(seen, `the test could not start ${raise.name}`, {
      about: raise.name,
      title: `the test starts ${raise.name}, which this host does not have`,
      action: `install ${raise.name}, and name it in suites.${effect.suite.planned.name}.needs`,
      locus: 'host',
    });
  },
};
