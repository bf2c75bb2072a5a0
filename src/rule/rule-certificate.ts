import { placeOf } from './place.ts';
import { oneLine } from '#domain';
import { cite } from '#case';
import type { WeightedRule } from './weighted-rule.ts';

/** Before a word was said the client did not believe who answers: an address or a trust of the environment. */
export const ruleCertificate: WeightedRule = {
  id: 'certificate',
  sentence:
    'A connection whose certificate the test does not accept, or over which it speaks TLS to somebody who does not, has a wrong address or a wrong trust in the settings of the tests.',
  weights: { TEST_ARTIFACT: 8 },
  cites: 'the exception with its code',
  advises: 'compare the address in the settings with the one meant, and give the tests the certificate that they need',
  otherwise: 'if the contract promised a certificate that everybody trusts, the service would be to blame',
  opine: ({ raise, effect: { seq, failure } }) =>
    raise.kind !== 'certificate' && raise.kind !== 'no-tls'
      ? undefined
      : {
          evidence: [cite(seq, `no TLS connection: ${oneLine(failure.message, 120)}`)],
          lead: {
            about: failure.peer ?? raise.kind,
            title: `${raise.kind === 'no-tls' ? 'the test speaks TLS to somebody who does not' : `the test does not accept the certificate of ${failure.peer ?? 'who answers'}`}: ${oneLine(failure.message, 200)}`,
            action:
              'compare the address in the settings with the one meant, and give the tests the certificate that they need',
            locus: 'harness',
            ...placeOf(failure),
          },
        },
};
