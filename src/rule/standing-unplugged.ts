import { configuredName, oneLine, quoteWord, weighRealness } from '#domain';
import { cite } from '#case';
import { rerun, suiteKey } from './rule.ts';
import type { StandingRule } from './rule.ts';
import { listUnproved } from './unproved.ts';

/** A suite that passes while an edge is refused proves nothing about that edge, however many bytes went over it before. */
export const standingUnplugged: StandingRule = {
  id: 'unplugged-pass',
  sentence:
    'A suite that passes although an edge that it declares was refused from the start (--unplug) never needed what lies behind it; it is mended in the suite.',
  find: (facts) => {
    const { suites, unplugged } = facts.state;
    const realness = new Map(weighRealness(facts.state).map((one) => [one.suite, one]));
    return unplugged
      .filter(({ result }) => result === 'does-not-need-it')
      .flatMap(({ suite: name, edge, refusal, seq }) => {
        const suite = suites.find((one) => one.planned.name === name);
        const known = realness.get(name);
        // What is hollow on this very edge is one fault, told there.
        const isTold = known?.claim === 'hollow' && known.edges.some((one) => one.edge === edge && one.below);
        if (suite === undefined || isTold) return [];
        const { planned } = suite;
        return [
          {
            heading: 'TEST_ARTIFACT',
            signature: `unplugged|${configuredName(planned)}|${edge}`,
            title: `${configuredName(planned)} passes with ${edge} refused: it does not need what lies behind it`,
            evidence: [cite(seq, `refused to a client of ours first: ${oneLine(refusal, 200)}`)],
            remedy: {
              action: `assert on what only ${edge} can bring about, or take it out of the suite's contact`,
              where: suiteKey(planned),
              verify: `${rerun(planned, facts)} --unplug-edge ${quoteWord(edge)}`,
            },
            against: ['a suite that is meant to show that the service works without it would look the same'],
            suites: [name],
            unproved: listUnproved(suite),
          },
        ];
      });
  },
};
