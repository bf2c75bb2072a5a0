import { oneLine } from '#domain';
import type { ExchangeFact, Requirement } from '#domain';
import { cite, citeExchange, findFeltAway, headline, namesWord } from '#case';
import type { Case, FeltAway } from '#case';
import type { WeightedRule } from './weighted-rule.ts';

/** The test stopped what the service needs, and wants the refusal sooner than anybody promised. */
export const ruleUnsaidState: WeightedRule = {
  id: 'unsaid-state',
  sentence:
    'A test that stops or pauses a component on purpose, is refused for it with a code that blames that component, and fails by how long this took, where no approved requirement has a limit for it, demands what nobody wrote down for that state: a decision is needed.',
  weights: { REQUIREMENT_GAP: 12, SYSTEM_CRITICAL: -7, INTEGRATION_ISSUE: -16, TEST_ARTIFACT: -4 },
  cites: 'the pause or end of the component, which was asked for, and the refusal with its duration',
  advises: 'write down how long it may take while the component is away, or drop the limit',
  otherwise: 'if an approved requirement had a limit for it, the service would break that',
  opine: (seen) => {
    const felt = findFeltAway(seen);
    if (felt?.since !== 'now' || !isAboutTime(seen, felt) || isLimited(seen, felt)) return undefined;
    const { component, incident, exchange } = felt;
    const { method } = exchange.fact;
    return {
      evidence: [cite(incident.seq, incident.incident.text), citeExchange(exchange)],
      lead: {
        about: `unsaid-state|${component}|${method}`,
        title: `how long ${oneLine(method, 80)} may take while ${component} is away is nowhere said, decision needed: ${headline(seen.effect)}`,
        action: `write down a limit for ${oneLine(method, 80)} while ${component} is away, or drop the one of the test`,
        where: 'requirements',
      },
    };
  },
};

/** What a test measures around a call is a little more than the call took. */
const AROUND_MS = 250;

// A limit and what was measured stand in the message, the one below the other, and what was measured is what the call took.
function isAboutTime({ effect: { failure, reason } }: Case, { exchange }: FeltAway): boolean {
  const { tookMs, code = '' } = exchange.fact;
  if (reason !== 'assertion' || failure.expected === code || failure.actual === code) return false;
  const amounts = [...failure.message.matchAll(AMOUNT)].map(([, amount, unit]) => toMs(Number(amount), unit ?? ''));
  const measured = amounts.find((one) => one >= tookMs - 1 && one <= tookMs + AROUND_MS);
  return measured !== undefined && amounts.some((one) => one < measured);
}

const AMOUNT = /(?<![\w.-])(\d+(?:\.\d+)?)(?: ?(ms|milliseconds?|s|sec|seconds?)\b)?(?![\w.]*\d)/gu;

// Without a unit, in the smaller one: that is how clocks of programs count.
function toMs(amount: number, unit: string): number {
  return unit.startsWith('s') ? amount * 1000 : amount;
}

/** An amount of time, in digits or in words. */
const LIMIT =
  /\b\d+(?:\.\d+)? ?(?:ms|milliseconds?|s|secs?|seconds?|min|minutes?)\b|\b(?:a|one|two|three|five|ten|half a) (?:milliseconds?|seconds?|minutes?)\b/iu;
const AT_ONCE = /\b(?:at once|immediately|instantly|without delay)\b/iu;
const OF_ALL = /\b(?:each|every|all|any|always|never)\b/iu;

// A limit for all, or for this refusal or route, holds in this state as well, whether the test cites it or not.
function isLimited({ cited, facts: { state } }: Case, { exchange: { fact } }: FeltAway): boolean {
  return state.declared.requirements.some((one) => {
    if (one.status !== 'approved') return false;
    const isCited = cited.some(({ id }) => id === one.id);
    if (isCited && AT_ONCE.test(one.text)) return true;
    const hasLimit = LIMIT.test(one.text) || one.answers?.withinMs !== undefined;
    return hasLimit && (isCited || OF_ALL.test(one.text) || isOfRefusal(one, fact));
  });
}

function isOfRefusal(requirement: Requirement, { code, method }: ExchangeFact): boolean {
  return (code !== undefined && namesWord(requirement, code)) || requirement.names?.includes(method) === true;
}
