import { oneLine } from '#domain';
import { citeExchange, findCopied } from '#case';
import { describeQuestion } from './describe-question.ts';
import { placeOf } from './place.ts';
import type { WeightedRule } from './weighted-rule.ts';

/** Copied from the test beside it, and right there. */
export const ruleCopiedWish: WeightedRule = {
  id: 'copied-wish',
  sentence:
    'A test that wants what a test that passed was told for another question, where no document, no other route and no other component says so of its own, and what came goes with its own question (it follows from what was asked and delivered; a test that passed was told so for the same question; or the two answers are apart as the two questions are), wants what belongs to that other test.',
  weights: { TEST_ARTIFACT: 12, SYSTEM_CRITICAL: -7, INTEGRATION_ISSUE: -8, REQUIREMENT_GAP: -4 },
  cites: 'the answer, with what was told for the other question',
  advises: 'let the test want what goes with its own question',
  otherwise: 'if what came did not go with the question of the test, the service might have mixed the two up',
  opine: (seen) => {
    const found = findCopied(seen);
    if (found === undefined) return undefined;
    const { exchange, came, wanted, other } = found;
    return {
      evidence: [citeExchange(exchange)],
      lead: {
        about: `copied|${exchange.fact.method}`,
        title: `the test wants ${oneLine(wanted, 60)} of ${describeQuestion(exchange.fact)}, which a test that passed was told of ${describeQuestion(other)}; of its own question ${oneLine(came, 60)} is right`,
        action: 'let the test want what goes with its own question',
        ...placeOf(seen.effect.failure),
      },
    };
  },
};
