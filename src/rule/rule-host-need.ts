import { configuredName, oneLine } from '#domain';
import { cite } from '#case';
import { rerun, suiteKey } from './rule.ts';
import type { Rule } from './rule.ts';

/** One missing program is one cause, however many suites ask for it. */
export const ruleHostNeed: Rule = {
  id: 'host-need',
  sentence: 'A suite that asks for something this host lacks is mended on the host.',
  otherwise: 'if the need were met on this host, the suite would run',
  decide: ({ reason, suite, seq, failure }, facts) => {
    if (reason !== 'host-need') return undefined;
    const { planned } = suite;
    const [need] = facts.missingNeeds(planned.name);
    return {
      heading: 'TEST_ARTIFACT',
      signature: `need|${need?.need ?? configuredName(planned)}`,
      title: need === undefined ? oneLine(failure.message, 300) : `this host lacks ${need.need} (${need.found})`,
      evidence: [need === undefined ? cite(seq, 'host-need') : cite(need.seq, `host need ${need.need}: ${need.found}`)],
      remedy: {
        action: need === undefined || need.remedy === '' ? 'install what the sentence names' : need.remedy,
        where: `${suiteKey(planned)}.needs`,
        verify: rerun(planned, facts),
      },
      against: [],
    };
  },
};
