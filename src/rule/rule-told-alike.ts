import { citeExchange, findToldAlike } from '#case';
import { describeQuestion } from './describe-question.ts';
import { placeOf } from './place.ts';
import type { WeightedRule } from './weighted-rule.ts';

/** A test that passed was told the same, and is content with it. */
export const ruleToldAlike: WeightedRule = {
  id: 'told-alike',
  sentence:
    'A test that wants another number than the one which follows from what was delivered, or another code of success, of which no document speaks, while a test of the same requirement passed with the same code, or the same number for each piece, contradicts that other test.',
  weights: { TEST_ARTIFACT: 11, SYSTEM_CRITICAL: -7, INTEGRATION_ISSUE: -8, REQUIREMENT_GAP: -4 },
  cites: 'the answer, with what the other test was told',
  advises: 'make the two tests want the same',
  otherwise: 'if no test had passed with the same, nobody would know which of the two is right',
  opine: (seen) => {
    const found = findToldAlike(seen);
    if (found === undefined) return undefined;
    const { exchange, came, wanted, other } = found;
    return {
      evidence: [citeExchange(exchange)],
      lead: {
        about: `alike|${exchange.fact.method}|${wanted}`,
        title: `the test wants ${wanted} of ${describeQuestion(exchange.fact)}, and another one of the same requirement passed with what goes with ${came}: ${describeQuestion(other)}`,
        action: 'make the two tests want the same, or write down which of them is right',
        ...placeOf(seen.effect.failure),
      },
    };
  },
};
