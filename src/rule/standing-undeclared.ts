import { oneLine } from '#domain';
import { cite } from '#case';
import { rerun, suiteKey } from './rule.ts';
import type { StandingRule } from './rule.ts';

/** Passes among others, and not in the world that it declares: it lives on what they brought along. */
export const standingUndeclared: StandingRule = {
  id: 'undeclared-need',
  sentence:
    'A suite that passes in a world shared with others, and not in the world that it declares (--independence), declares too little.',
  find: (facts) =>
    facts.state.independence
      .filter(({ removed, outcome }) => removed.length === 0 && outcome !== 'passed' && outcome !== 'skipped')
      .flatMap(({ suite, outcome, note, seq }) => {
        const planned = facts.state.suites.find((one) => one.planned.name === suite)?.planned;
        if (planned === undefined) return [];
        return [
          {
            heading: 'TEST_ARTIFACT',
            signature: `undeclared|${suite}`,
            title: `${suite} passes in a world shared with other suites and not in its own: ${oneLine(note, 200)}`,
            evidence: [cite(seq, `${outcome} in its own world`)],
            remedy: {
              action: 'declare what it needs in requires, or let it make by itself what another suite leaves behind',
              where: `${suiteKey(planned)}.requires`,
              verify: `${rerun(planned, facts)} --independence`,
            },
            against: ['a test that depends on chance would look the same'],
            suites: [suite],
          },
        ];
      }),
};
