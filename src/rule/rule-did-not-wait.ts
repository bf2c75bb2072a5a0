import { placeOf } from './place.ts';
import { oneLine } from '#domain';
import { cite, citeExchange, outlasts } from '#case';
import type { Case } from '#case';
import type { Opinion, WeightedRule } from './weighted-rule.ts';

const WAITED = /\b(?:after|within|for|in) (\d+(?:\.\d+)?) ?(ms|milliseconds?|s|secs?|seconds?)\b/iu;
/** A test that waited for half as long may have begun its clock before. */
const LEAST_SHARE = 0.5;

/** It says how long it waited, and was over before. */
export const ruleDidNotWait: WeightedRule = {
  id: 'did-not-wait',
  sentence:
    'A test that says that something has not come after a time, and took less than half of that time, did not wait; nor did one that misses an exception, and was over before the very refusal came.',
  weights: { TEST_ARTIFACT: 12, SYSTEM_CRITICAL: -8, INTEGRATION_ISSUE: -8 },
  cites: 'what the test says, and how long it took',
  advises: 'wait for as long as the test says, or for what the call promises',
  otherwise: 'if the test had waited for that time, the service would be late',
  opine: (seen) => opineOfTime(seen) ?? opineOfThrow(seen),
};

function opineOfTime({ effect: { failure, reason, seq, test } }: Case): Opinion | undefined {
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
}

/** Node, chai, jest, vitest and pytest of a call that should have thrown. */
const NO_THROW =
  /^Missing expected exception\b|^expected .{0,200} to throw\b|\bfunction did not throw\b|^(?:Failed: )?DID NOT RAISE\b/u;
const CODES = /(?<![\w.])-?\d{3,}(?![\w.])/gu;

// A function that promises never throws. What came is what was wanted: a service that answers otherwise, or refuses in another way, is looked at.
function opineOfThrow({ effect, exchanges }: Case): Opinion | undefined {
  const { failure, reason, seq, suite } = effect;
  if (reason !== 'assertion' || !NO_THROW.test(failure.message)) return undefined;
  const wanted: readonly string[] = failure.expected?.match(CODES) ?? [];
  const late = exchanges.find(
    ({ fact: { end, code = '', ...fact } }) =>
      end === 'error' && outlasts(fact, effect) && (wanted.length === 0 || wanted.includes(code)),
  );
  if (late === undefined) return undefined;
  const { method, code = 'an error' } = late.fact;
  return {
    evidence: [cite(seq, oneLine(failure.message, 120)), citeExchange(late)],
    lead: {
      about: `throws|${suite.planned.name}`,
      title: `the test misses an exception, and did not wait for the answer: ${oneLine(method, 80)} was refused with ${code} when it was over`,
      action: 'wait for what the call promises to be refused',
      ...placeOf(failure),
    },
  };
}

/** Something did not come; that it came too late is another thing. */
const LACKS = /\b(?:not|no|never|still|without|nothing|missing)\b/iu;
