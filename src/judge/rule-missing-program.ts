import { cite } from './rule.ts';
import { placeOf } from './rule-unknown-name.ts';
import type { WeightedRule } from './weighted-rule.ts';

/** The test's own process could not start a program. */
export const ruleMissingProgram: WeightedRule = {
  id: 'missing-program',
  sentence: 'A program that the test itself starts and that this host does not have is a matter of the host.',
  weights: { TEST_ARTIFACT: 9 },
  cites: 'the exception with the name of the program',
  advises: 'install the program and name it in `needs`, so that it is asked for before the run',
  otherwise: 'were the program on the PATH of the suite, the test would get further',
  opine: ({ raise, effect: { seq, failure, suite } }) =>
    raise.kind !== 'missing-program'
      ? undefined
      : {
          evidence: [cite(seq, `the test could not start ${raise.name}`)],
          lead: {
            about: raise.name,
            title: `the test starts ${raise.name}, which this host does not have`,
            action: `install ${raise.name}, and name it in suites.${suite.planned.name}.needs`,
            locus: 'host',
            ...placeOf(failure),
          },
        },
};
