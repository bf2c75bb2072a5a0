import { oneLine } from '#domain';
import { NO_JSON, citeExchange, findPassedOn, isService, looksLikeJson } from '#case';
import type { WeightedRule } from './weighted-rule.ts';

/** By these a server says that there is nothing to read. */
const WITHOUT_BODY = /^(?:1\d\d|204|205|304)$/u;

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
    const { effect, facts, exchanges } = seen;
    if (!NO_JSON.test(effect.failure.message) || findPassedOn(seen) !== undefined) return undefined;
    const exchange = exchanges.findLast(
      ({ fact }) => isService(facts, fact.component) && (fact.end === 'answered' || fact.end === 'error'),
    );
    if (exchange === undefined || looksLikeJson(exchange.fact.answer)) return undefined;
    const { component = 'the service', method, code = '', answer, end } = exchange.fact;
    // An error page at a place that nobody promised is what is to be expected there.
    const isAstray = end === 'error' && facts.contract.name(method) === 'undocumented';
    if (WITHOUT_BODY.test(code) || isAstray) return undefined;
    return {
      evidence: [citeExchange(exchange)],
      lead: {
        about: component,
        title: `${component} answers ${oneLine(method, 80)} with something that is no JSON: ${oneLine(answer, 160)}`,
        action: `let ${component} answer in the format that the contract promises`,
      },
    };
  },
};
