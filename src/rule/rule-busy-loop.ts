import { configuredName } from '#domain';
import { cite } from '#case';
import { rerun } from './rule.ts';
import type { Rule } from './rule.ts';

/** The stack of the test process stood in its own code when the limit struck: nothing was awaited. */
export const ruleBusyLoop: Rule = {
  id: 'busy-loop',
  sentence: 'A suite that computed in its own process when its time limit struck is mended in the suite.',
  otherwise: 'if the process had been waiting when its limit struck, the suite would not be what computes',
  decide: ({ reason, attempt, suite }, facts) => {
    const busy = attempt?.busy;
    if (reason !== 'time-limit' || attempt === undefined || busy === undefined) return undefined;
    const { planned } = suite;
    const place = `${busy.file}:${busy.line}`;
    const name = busy.name === '' ? 'a function without a name' : busy.name;
    return {
      heading: 'TEST_ARTIFACT',
      signature: `busy|${configuredName(planned)}|${busy.name}`,
      title: `${configuredName(planned)} was computing in ${name} (${place}) when its time limit struck`,
      evidence: [cite(attempt.seq, 'stack at the time limit')],
      remedy: { action: `make ${name} end`, where: place, verify: rerun(planned, facts) },
      against: [],
    };
  },
};
