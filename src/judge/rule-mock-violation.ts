import { cite, rerun } from './rule.ts';
import type { Rule } from './rule.ts';

/** The guard refused a mock: the suite is at fault, never the service. */
export const ruleMockViolation: Rule = {
  id: 'mock-violation',
  sentence: 'A suite in which the guard met a mock is mended in the suite.',
  decide: (effect) => {
    if (effect.outcome !== 'mock-violation') return undefined;
    const suite = effect.suite.planned.name;
    return {
      heading: 'TEST_ARTIFACT',
      signature: `mock|${suite}`,
      title: `${suite} uses a mock where mocks are forbidden`,
      evidence: [cite(effect.seq, 'guard')],
      remedy: {
        action: 'use the real thing, or move the suite to lane unit',
        where: `suites.${suite}.lane`,
        verify: rerun(suite),
      },
      against: [],
    };
  },
};
