import type { Leak } from '#domain';
import { cite, rerun } from './rule.ts';
import type { StandingRule } from './rule.ts';

/** A suite that leaves something behind harms the next one, even when every test is green. */
export const standingLeaks: StandingRule = {
  id: 'suite-leak',
  sentence: 'A process, listener or folder that outlives its suite is mended in the suite.',
  find: (state) =>
    state.suites.flatMap((suite) =>
      suite.attempts
        .filter((attempt) => attempt.leaks.length > 0)
        .slice(-1)
        .map((attempt) => ({
          heading: 'TEST_ARTIFACT' as const,
          signature: `leak|${suite.planned.name}`,
          title: `${suite.planned.name} left behind: ${attempt.leaks.map(describeLeak).join('; ')}`,
          evidence: [cite(attempt.seq, 'leak')],
          remedy: {
            action: 'end what the suite starts before it ends',
            where: `suites.${suite.planned.name}`,
            verify: rerun(suite.planned.name),
          },
          against: [],
          suites: [suite.planned.name],
        })),
    ),
};

function describeLeak(leak: Leak): string {
  switch (leak.kind) {
    case 'process':
      return `process ${leak.process.argv.join(' ').slice(0, 120)}`;
    case 'listener':
      return `${leak.listener.protocol} listener ${leak.listener.address}`;
    case 'directory':
      return `folder ${leak.path}`;
    default:
      return leak satisfies never;
  }
}
