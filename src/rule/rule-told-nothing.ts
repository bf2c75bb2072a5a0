import { isSuccess, oneLine } from '#domain';
import {
  citeExchange,
  findBareAnswer,
  findDisputed,
  findToldNothing,
  isDoubtful,
  isRefusal,
  lacks,
  meantComponent,
} from '#case';
import type { Case, Exchange } from '#case';
import type { WeightedRule } from './weighted-rule.ts';

/** The service refused for what it was told, and what it was told is in doubt. */
export const ruleToldNothing: WeightedRule = {
  id: 'told-nothing',
  sentence:
    'A service that refuses for a state that lacks, as an approved requirement says, and was told so by what it asked, does right; where the test had brought that state about itself, or who told it only stands before the one that knows, the two do not agree; nor do they where a refusal is due for what is not there, and the service was answered with success and nothing in it.',
  weights: { INTEGRATION_ISSUE: 10, SYSTEM_CRITICAL: -7, TEST_ARTIFACT: -4, REQUIREMENT_GAP: -4 },
  cites: 'the refusal, and the empty answer on which it rests',
  advises: 'ask both sides of what stands between the two for the same thing',
  otherwise: 'if the other component had told the service of it, the service would answer wrongly',
  opine: (seen) => {
    const told = findDoubtful(seen) ?? findBare(seen);
    if (told === undefined || seen.decisive === undefined) return undefined;
    const { from: service = 'the service', component = told.fact.address, method, answer } = told.fact;
    return {
      evidence: [citeExchange(told), citeExchange(seen.decisive)],
      lead: {
        about: `${service}>${meantComponent(seen.facts, service, component)}`,
        title: `${service} answers by what ${component} tells it of ${oneLine(method, 80)}, which is nothing: ${oneLine(answer, 120)}`,
        action: `ask for ${oneLine(method, 80)} at ${component} and at what lies behind it, and compare`,
        where: `components.${component}`,
      },
    };
  },
};

function findDoubtful(seen: Case): Exchange | undefined {
  const disputed = findDisputed(seen);
  const fact = disputed?.exchange.fact;
  if (disputed === undefined || fact === undefined || !isRefusal(disputed.came)) return undefined;
  if (!seen.facts.contract.approved.some((one) => lacks(one, fact))) return undefined;
  const told = findToldNothing(seen);
  return told !== undefined && isDoubtful(seen, told) ? told : undefined;
}

// `There is none`, told with success: who refuses what is refused to him is not told that there is none.
function findBare(seen: Case): Exchange | undefined {
  const disputed = findDisputed(seen);
  if (disputed === undefined || !isRefusal(disputed.wanted) || !isSuccess(disputed.came)) return undefined;
  return findBareAnswer(seen);
}
