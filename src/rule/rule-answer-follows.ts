import { citeExchange, findProvenance, listJsonValues } from '#case';
import type { Case, Provenance } from '#case';
import { placeOf } from './place.ts';
import type { WeightedRule } from './weighted-rule.ts';

/** The answer is what follows, the wish is not. */
export const ruleAnswerFollows: WeightedRule = {
  id: 'answer-follows',
  sentence:
    'Where the number that came follows from what the test asked and what the requirement says, and the one that it wants does not, the test calculates wrongly.',
  weights: { TEST_ARTIFACT: 9, SYSTEM_CRITICAL: -6, INTEGRATION_ISSUE: -6 },
  cites: 'the answer of the service',
  advises: 'let the test want what follows from what it asks',
  otherwise: 'if the wanted number followed from what the test sent, the service would calculate wrongly',
  opine: (seen) => {
    const found = findProvenance(seen);
    if (found?.cameFollows === undefined || found.wantedFollows !== undefined) return undefined;
    if (found.cameFollows.delivered !== undefined || isOfBoth(seen) || standsElsewhere(found)) return undefined;
    const { exchange, wanted, came, cameFollows } = found;
    return {
      evidence: [citeExchange(exchange)],
      lead: {
        about: `${exchange.fact.method}|${wanted}`,
        title: `the test wants ${wanted} of ${exchange.fact.method}, where ${came} follows from what it asked (${cameFollows.formula})`,
        action: `let the test want ${came}, or write down why it must be ${wanted}`,
        ...placeOf(seen.effect.failure),
      },
    };
  },
};

// The number as it was sent, told in a field of another name as well: that one follows from nothing.
function standsElsewhere({ came, cameFollows, exchange: { fact } }: Provenance): boolean {
  const sent = fieldsWith(came, fact.request);
  if (cameFollows?.formula !== String(came) || sent.length === 0) return false;
  return fieldsWith(came, fact.answer).some((field) => !sent.includes(field));
}

function fieldsWith(number: number, text: string): readonly string[] {
  return (listJsonValues(text) ?? []).filter(({ value }) => value === number).map(({ field }) => field);
}

// By a requirement on the two, what the other side delivered has a part in it, were it but once the number.
function isOfBoth({ cited, between }: Case): boolean {
  return cited.some(({ edge }) => edge !== undefined) && between.some(({ fact }) => fact.end === 'answered');
}
