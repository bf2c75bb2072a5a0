import { placeOf } from './place.ts';
import { oneLine } from '#domain';
import type { Requirement } from '#domain';
import { citeExchange, isService, namesWord } from '#case';
import type { Case } from '#case';
import { isAboutTime } from './rule-noisy-host.ts';
import type { WeightedRule } from './weighted-rule.ts';

/** Something is promised for later, and the test wants it in the answer by which it was asked for. */
export const ruleTooEarly: WeightedRule = {
  id: 'too-early',
  sentence:
    'A test that compares the very answer by which something was taken on with what its approved requirement promises within a time, and never asks again in that time, does not wait for it.',
  weights: { TEST_ARTIFACT: 10, SYSTEM_CRITICAL: -6, INTEGRATION_ISSUE: -6 },
  cites: 'the answer, and the time that the requirement gives',
  advises: 'ask again until the time is over',
  otherwise: 'if the test had waited for as long as the requirement allows, the service would be late',
  opine: (seen) => {
    const { decisive, cited, effect } = seen;
    const wanted = (effect.failure.expected ?? '').replaceAll(/['"`]/gu, '');
    // What the test wants has to be what is promised for later, and not something else about the same answer.
    const promise = cited.find(
      (one) => one.status === 'approved' && isAboutTime(one) && wanted !== '' && namesWord(one, wanted),
    );
    if (promise === undefined || decisive === undefined || !isFirstAnswer(seen)) return undefined;
    const allowedMs = readAllowance(promise);
    // However long it slept afterwards: what it looks at is of that moment.
    const tookMs = Math.round(decisive.fact.tookMs);
    if (allowedMs === undefined || tookMs >= allowedMs) return undefined;
    return {
      evidence: [citeExchange(decisive)],
      lead: {
        about: promise.id,
        title: `the test wants at once, after ${tookMs} ms, what ${promise.id} promises within ${allowedMs} ms: ${oneLine(promise.text, 160)}`,
        action: 'ask again until it is there, or the time is over',
        ...placeOf(effect.failure),
      },
    };
  },
};

const READS = /^(?:GET|HEAD|OPTIONS|get_|list_)/u;

// What was asked for by it, and was not looked at since.
function isFirstAnswer({ decisive, exchanges, facts, effect: { reason } }: Case): boolean {
  if (reason !== 'assertion' || decisive?.fact.end !== 'answered' || !isService(facts, decisive.fact.component))
    return false;
  return decisive === exchanges.at(-1) && !READS.test(decisive.fact.method);
}

const WITHIN =
  /\b(?:within|at most|less than|after at most) (\d+(?:\.\d+)?) ?(ms|milliseconds?|s|seconds?|min|minutes?)\b/iu;

function readAllowance({ text }: Requirement): number | undefined {
  const [, amount, unit = ''] = WITHIN.exec(text) ?? [];
  const unitMs = UNITS.find(([begins]) => unit.toLowerCase().startsWith(begins))?.[1];
  return amount === undefined || unitMs === undefined ? undefined : Number(amount) * unitMs;
}

/** The first whose letters a unit begins with. */
const UNITS = [
  ['ms', 1],
  ['milli', 1],
  ['m', 60_000],
  ['s', 1000],
] as const;
