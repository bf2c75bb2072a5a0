import { oneLine } from '#domain';
import { citeExchange, citeHeaders, findPassedOn, findUnkeptAnswer, findUnkeptHeader } from '#case';
import type { WeightedRule } from './weighted-rule.ts';

/** The data of a requirement are held against the answer itself: whatever the test compares. */
export const rulePromiseUnkept: WeightedRule = {
  id: 'promise-unkept',
  sentence:
    'A service that answers without a field or a header, or with another value or later than the data of an approved requirement (`answers`) promise for this very request, or without the header that a sentence of it names and the test wants, or with another value of it than the sentence has, breaks it.',
  weights: { SYSTEM_CRITICAL: 9, TEST_ARTIFACT: -8, REQUIREMENT_GAP: -6 },
  cites: 'the answer, and what is promised for its request',
  advises: 'answer as is promised, or change the requirement first',
  otherwise: 'if the answer were as promised, the test would want more than that',
  opine: (seen) => {
    const found = findUnkeptAnswer(seen) ?? findUnkeptHeader(seen);
    if (found === undefined || findPassedOn(seen) !== undefined) return undefined;
    const { exchange, requirement, how, isLate, header } = found;
    // On a host with more to do than it has processors a late answer shows nothing.
    if (isLate && seen.load !== undefined && seen.load.fact.load > seen.load.fact.cpus) return undefined;
    const { method, component = 'the service' } = exchange.fact;
    return {
      evidence: [header === undefined ? citeExchange(exchange) : citeHeaders(exchange, 'answer', [header])],
      lead: {
        about: requirement.id,
        title: `${component} answers ${oneLine(method, 80)} otherwise than ${requirement.id} promises: ${oneLine(how, 120)}`,
        action: `answer ${oneLine(method, 80)} as ${requirement.id} promises, or change ${requirement.id} first: ${oneLine(requirement.text, 120)}`,
        suspects: [method, requirement.id],
      },
    };
  },
};
