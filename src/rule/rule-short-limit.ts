import { placeOf } from './place.ts';
import { oneLine } from '#domain';
import { LEAST_PATIENCE_MS, cite, isRaisedInService } from '#case';
import { isAboutTime } from './rule-noisy-host.ts';
import type { WeightedRule } from './weighted-rule.ts';

const TIMED_OUT = /^(?:\w*\.)*\w*Timeout(?:Error|Exception|Expired)?$|^ReadTimeout$/u;

/** The whole test took less time than anybody who means to have an answer gives to one request. */
export const ruleShortLimit: WeightedRule = {
  id: 'short-limit',
  sentence:
    'A time-out that the test code raises in a test which took less than half a second, by no requirement on time, is a limit too small.',
  weights: { TEST_ARTIFACT: 8, SYSTEM_CRITICAL: -4 },
  cites: 'the exception, and how long the test took',
  advises: 'give the request more time',
  otherwise:
    'if the test had waited for longer, or a requirement had set the limit, whoever was waited for would be slow',
  opine: ({ effect: { seq, failure, test }, cited }) => {
    if (failure.source !== 'raised' || !TIMED_OUT.test(failure.type) || isRaisedInService(failure.frames))
      return undefined;
    if (test === undefined || test.durationMs >= LEAST_PATIENCE_MS || cited.some(isAboutTime)) return undefined;
    const tookMs = Math.round(test.durationMs);
    return {
      evidence: [cite(seq, `raised after ${tookMs} ms: ${oneLine(failure.message, 120)}`)],
      lead: {
        about: failure.type,
        title: `the test gives up after at most ${tookMs} ms: ${oneLine(`${failure.type}: ${failure.message}`, 120)}`,
        action: 'give the request more time',
        ...placeOf(failure),
      },
    };
  },
};
