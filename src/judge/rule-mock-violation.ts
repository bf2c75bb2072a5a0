import { configuredName } from '#domain';
import { cite, rerun, suiteKey } from './rule.ts';
import type { Rule } from './rule.ts';

/** The guard refused a mock: the suite is at fault, never the service. */
export const ruleMockViolation: Rule = {
  id: 'mock-violation',
  sentence: 'A suite in which the guard met a mock is mended in the suite.',
  otherwise: 'had the guard met no mock, the suite would be judged by its tests',
  decide: ({ outcome, suite, seq }, facts) => {
    if (outcome !== 'mock-violation') return undefined;
    const { planned } = suite;
    return {
      heading: 'TEST_ARTIFACT',
      signature: `mock|${configuredName(planned)}`,
      title: `${configuredName(planned)} uses a mock where mocks are forbidden`,
      evidence: [cite(seq, 'guard')],
      remedy: {
        action: 'use the real thing, or move the suite to lane unit',
        where: `${suiteKey(planned)}.lane`,
        verify: rerun(planned, facts),
      },
      against: [],
    };
  },
};
