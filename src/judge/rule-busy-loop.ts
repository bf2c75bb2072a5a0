import { cite, rerun } from './rule.ts';
import type { Rule } from './rule.ts';

/** The stack of the test process stood in its own code when the limit struck: nothing was awaited. */
export const ruleBusyLoop: Rule = {
  id: 'busy-loop',
  sentence: 'A suite that computed in its own process when its time limit struck is mended in the suite.',
  decide: (effect) => {
    const attempt = effect.attempt;
    if (effect.reason !== 'time-limit' || attempt?.busy === undefined) return undefined;
    const suite = effect.suite.planned.name;
    return {
      heading: 'TEST_ARTIFACT',
      signature: `busy|${suite}|${attempt.busy.name}`,
      title: `${suite} was computing in ${attempt.busy.name} (${attempt.busy.file}:${attempt.busy.line}) when its time limit struck`,
      evidence: [cite(attempt.seq, 'stack at the time limit')],
      remedy: {
        action: `make ${attempt.busy.name} end`,
        where: `${attempt.busy.file}:${attempt.busy.line}`,
        verify: rerun(suite),
      },
      against: [],
    };
  },
};
