import { placeOf } from './place.ts';
import { oneLine } from '#domain';
import { cite } from '#case';
import type { WeightedRule } from './weighted-rule.ts';

const WAITED = /\b(?:after|within|for|in) (\d+(?:\.\d+)?) ?(ms|milliseconds?|s|secs?|seconds?)\b/iu;
/** A test that waited for half as long may have begun its clock before. */
const LEAST_SHARE = 0.5;

/** It says how long it waited, and was over before. */
export const ruleDidNotWait: WeightedRule = {
  id: 'did-not-wait',
  sentence:
    'A test that says that something has not come after a time, and took less than half of that time, did not wait.',
  weights: { TEST_ARTIFACT: 12, SYSTEM_CRITICAL: -8, INTEGRATION_ISSUE: -8 },
  cites: 'what the test says, and how long it took',
  advises: 'wait for as long as the test says',
  otherwise: 'if the test had waited for that time, the service would be late',
  opine: ({ effect: { failure, reason, seq, test } }) => {
    const [, amount, unit = ''] = WAITED.exec(failure.message) ?? [];
    if (reason !== 'assertion' || amount === undefined || !LACKS.test(failure.message)) return undefined;
    const tookMs = test?.durationMs;
    const saidMs = Number(amount) * (unit.toLowerCase().startsWith('m') ? 1 : 1000);
    if (tookMs === undefined || tookMs >= saidMs * LEAST_SHARE) return undefined;
    const took = `it took ${Math.round(tookMs)} ms and says ${saidMs} ms`;
    return {
      evidence: [cite(seq, took)],
      lead: {
        about: 'waits',
        title: `the test did not wait for what it misses, ${took}: ${oneLine(failure.message, 120)}`,
        action: 'wait for as long as the test says',
        ...placeOf(failure),
      },
    };
  },
};

/** Something did not come; that it came too late is another thing. */
const LACKS = /\b(?:not|no|never|still|without|nothing|missing)\b/iu;
