import { oneLine } from '#domain';
import { isRaisedInService } from '#case';
import { blameTest } from './test-opinion.ts';
import type { WeightedRule } from './weighted-rule.ts';

/** Fixed words of Python, Java, Go and ICU. */
const MISSING =
  /unsupported locale setting|(?:No time zone found with key|unknown time zone|Unknown time-zone ID|Invalid time zone specified)/u;

/** Languages and time zones are installed like programs. */
export const ruleHostData: WeightedRule = {
  id: 'host-data',
  sentence: 'A locale or time zone that the test asks for and that this host does not have is a matter of the host.',
  weights: { TEST_ARTIFACT: 9 },
  cites: 'the exception that the test raised',
  advises: 'install it, or do without it in the test',
  otherwise: 'if the host had what is asked for, the test would get further',
  opine: (seen) => {
    const { failure } = seen.effect;
    if (failure.source !== 'raised' || isRaisedInService(failure.frames) || !MISSING.test(failure.message))
      return undefined;
    return blameTest(seen, `raised: ${oneLine(failure.message, 120)}`, {
      about: oneLine(failure.message, 80),
      title: `this host lacks a locale or time zone that the test asks for: ${oneLine(failure.message, 120)}`,
      action: 'install it on this host, or let the test do without it',
      locus: 'host',
    });
  },
};
