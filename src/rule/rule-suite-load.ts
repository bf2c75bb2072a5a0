import { configuredName, oneLine } from '#domain';
import { cite } from '#case';
import { rerun, suiteKey } from './rule.ts';
import type { Rule } from './rule.ts';

// A file that talks to a component while it loads may fail of the component.
const NETWORK_CODES = /^(?:ECONN|ETIMEDOUT|EHOST|ENET|EPIPE|EAI_|ENOTFOUND|UND_ERR)/u;

/** The file itself is wrong: a missing module, a mistake of syntax, an error raised while it loads. */
export const ruleSuiteLoad: Rule = {
  id: 'suite-load',
  sentence: 'A suite that cannot be loaded, for another reason than a connection that failed, is mended in the suite.',
  otherwise: 'if a connection had failed while the file loaded, it would be judged by who refused it',
  decide: ({ reason, suite, seq, failure }, facts) => {
    if (reason !== 'collection' || NETWORK_CODES.test(failure.code ?? '')) return undefined;
    const { planned } = suite;
    const frame = failure.frames.find(({ origin }) => origin === 'test' || origin === 'helper') ?? failure.frames[0];
    return {
      heading: 'TEST_ARTIFACT',
      signature: `collection|${configuredName(planned)}`,
      title: `${configuredName(planned)} could not be loaded: ${oneLine(`${failure.type}: ${failure.message}`, 200)}`,
      evidence: [cite(seq, 'collection')],
      remedy: {
        action: 'mend the error that loading the file raised',
        where: frame === undefined ? suiteKey(planned) : `${frame.file}:${frame.line}`,
        verify: rerun(planned, facts),
      },
      against: [],
    };
  },
};
