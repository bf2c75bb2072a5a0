import { oneLine } from '#domain';
import { citeExchange, findOfAnother } from '#case';
import { describeQuestion } from './describe-question.ts';
import { placeOf } from './place.ts';
import type { WeightedRule } from './weighted-rule.ts';

/** It looks at what is not its own. */
export const ruleOfAnotherTest: WeightedRule = {
  id: 'of-another-test',
  sentence:
    'A test that asks for a thing which another test made, and of which no answer to itself had told, and is told of it what that test was told, wants of it what it would want of its own.',
  weights: { TEST_ARTIFACT: 12, SYSTEM_CRITICAL: -7, INTEGRATION_ISSUE: -7, REQUIREMENT_GAP: -4 },
  cites: 'the answer, with what was told to the test that made the thing',
  advises: 'ask for what the test made itself, by the name that it was told',
  otherwise: 'if the test had made the thing itself, the service would have changed it',
  opine: (seen) => {
    const found = findOfAnother(seen);
    if (found === undefined) return undefined;
    const { exchange, came, wanted, other } = found;
    return {
      evidence: [citeExchange(exchange)],
      lead: {
        about: `of another|${exchange.fact.method}`,
        title: `the test wants ${oneLine(wanted, 60)} of ${describeQuestion(exchange.fact)}, which another test made (${describeQuestion(other)}) and was told as it is: ${oneLine(came, 60)}`,
        action: 'ask for what the test made itself, by the name that it was told',
        ...placeOf(seen.effect.failure),
      },
    };
  },
};
