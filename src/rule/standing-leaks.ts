import { configuredName } from '#domain';
import { cite } from '#case';
import { citeLeaks, describeLeaks } from './describe-leak.ts';
import { rerun, suiteKey } from './rule.ts';
import type { StandingRule } from './rule.ts';

/** A suite that leaves something behind harms the next one, even when every test is green. */
export const standingLeaks: StandingRule = {
  id: 'suite-leak',
  sentence: 'A process, listener or folder that outlives its suite is mended in the suite.',
  find: (facts) =>
    facts.state.suites.flatMap(({ planned, attempts }) => {
      const attempt = attempts.findLast((one) => one.leaks.length > 0);
      if (attempt === undefined) return [];
      return [
        {
          heading: 'TEST_ARTIFACT',
          signature: `leak|${configuredName(planned)}`,
          title: `${configuredName(planned)} left behind: ${describeLeaks(attempt.leaks)}`,
          evidence: [cite(attempt.seq, 'leak'), ...citeLeaks(attempt.leaks)],
          remedy: {
            action: 'end what the suite starts before it ends',
            where: suiteKey(planned),
            verify: rerun(planned, facts),
          },
          against: [],
          suites: [planned.name],
        },
      ];
    }),
};
