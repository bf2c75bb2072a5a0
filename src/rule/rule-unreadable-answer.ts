import { oneLine } from '#domain';
import type { ExchangeFact } from '#domain';
import { NO_JSON, citeExchange, findPassedOn, isBodiless, isBodyOwed, isService, looksLikeJson } from '#case';
import type { Case } from '#case';
import type { WeightedRule } from './weighted-rule.ts';

/** The test could not read it, and neither can we. */
export const ruleUnreadableAnswer: WeightedRule = {
  id: 'unreadable-answer',
  sentence:
    'A test that cannot read as JSON what a service answered, where the recorded answer is none, met a fault of the service.',
  weights: { SYSTEM_CRITICAL: 7, TEST_ARTIFACT: -3 },
  cites: 'the answer, as it was recorded',
  advises: 'answer in the format that the contract promises',
  otherwise: 'if the answer were JSON, the test would read it wrongly',
  opine: (seen) => {
    const exchange = NO_JSON.test(seen.effect.failure.message) ? findUnreadable(seen) : undefined;
    if (exchange === undefined || findPassedOn(seen) !== undefined) return undefined;
    const { component = 'the service', method } = exchange.fact;
    return {
      evidence: [citeExchange(exchange)],
      lead: {
        about: component,
        title: `${component} answers ${oneLine(method, 80)} with ${describeAnswer(exchange.fact)}`,
        action: `let ${component} answer in the format that the contract promises`,
      },
    };
  },
};

function describeAnswer({ answer }: ExchangeFact): string {
  return answer === '' ? 'nothing at all' : `something that is no JSON: ${oneLine(answer, 160)}`;
}

function findUnreadable(seen: Case): Found | undefined {
  const { facts, exchanges } = seen;
  const exchange = exchanges.findLast(
    ({ fact }) => isService(facts, fact.component) && (fact.end === 'answered' || fact.end === 'error'),
  );
  if (exchange === undefined || looksLikeJson(exchange.fact.answer)) return undefined;
  const { method, end } = exchange.fact;
  // An error page at a place that nobody promised is what is to be expected there.
  if (end === 'error' && facts.contract.name(method) === 'undocumented') return undefined;
  // Where nothing can follow by the protocol, nothing is wrong unless fields were promised.
  return isBodiless(exchange.fact) && !isBodyOwed(exchange.fact, seen) ? undefined : exchange;
}

type Found = Case['exchanges'][number];
