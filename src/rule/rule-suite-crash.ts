import { configuredName } from '#domain';
import { cite } from '#case';
import { rerun, suiteKey } from './rule.ts';
import type { Rule } from './rule.ts';

/** A test process that dies by a signal nobody of ours sent. */
export const ruleSuiteCrash: Rule = {
  id: 'suite-crash',
  sentence:
    'A suite whose own process is ended by a signal that the run did not send is mended in the suite or on the host.',
  otherwise: 'if the run had sent the signal, or the process had ended by itself, it would be judged otherwise',
  decide: ({ reason, attempt, suite, seq }, facts) => {
    const end = attempt?.end;
    if (reason !== 'signal' || end === undefined || end.signal === null) return undefined;
    const { planned } = suite;
    return {
      heading: 'TEST_ARTIFACT',
      signature: `${end.signal}|${configuredName(planned)}`,
      title: `the process of ${configuredName(planned)} was ended by ${end.signal}`,
      evidence: [
        cite(seq, `ended by ${end.signal}`),
        ...(end.log === '' ? [] : [{ kind: 'log', file: end.log, line: 1, text: 'output of the suite' } as const]),
      ],
      remedy: {
        action: `find out what sent ${end.signal} to the test process; its output stands with the evidence`,
        where: suiteKey(planned),
        verify: rerun(planned, facts),
      },
      against: ['a service that crashes the client library would look the same'],
    };
  },
};
