import { placeOf } from './place.ts';
import { oneLine } from '#domain';
import type { ExchangeFact } from '#domain';
import { citeExchange, findAnsweredError, isRefusal, isService, isUnexpected, wantsRefusal } from '#case';
import type { Case } from '#case';
import type { WeightedRule } from './weighted-rule.ts';

/** What the test showed is good for nobody here, or no longer. */
export const ruleWrongToken: WeightedRule = {
  id: 'wrong-token',
  sentence:
    'A test that wants to be let in with a token which no secret of this world signs, or which had ended when it was given and is answered with no, and is not let in, shows a token of its own.',
  weights: { TEST_ARTIFACT: 12, SYSTEM_CRITICAL: -7, INTEGRATION_ISSUE: -7, REQUIREMENT_GAP: -4 },
  cites: 'the answer, and what was seen of the token: its end, and that no secret signs it',
  advises: 'sign with the secret of the world, and for a time that has not passed',
  otherwise: 'if the token were good, and signed with a secret of the world, the service would refuse it wrongly',
  opine: (seen) => {
    const { decisive } = seen;
    if (decisive === undefined || seen.isTold || !isService(seen.facts, decisive.fact.component)) return undefined;
    const how = describeWrong(decisive.fact);
    if (how === undefined || !isKeptOut(seen, decisive.fact)) return undefined;
    return {
      evidence: [citeExchange(decisive)],
      lead: {
        about: how,
        title: `the test shows ${oneLine(decisive.fact.method, 80)} a token that ${how}, and is not let in`,
        action: 'sign with the secret of the world, and for a time that has not passed',
        ...placeOf(seen.effect.failure),
      },
    };
  },
};

/** Clocks of two processes. */
const SLACK_MS = 1500;

// That a code which refuses is true where the token had ended is seen without this.
function describeWrong({ tokenKey, tokenEndsMs, epochMs, end }: ExchangeFact): string | undefined {
  if (tokenKey === 'foreign') return 'no secret of this world signs';
  const isOver =
    end === 'answered' && tokenEndsMs !== undefined && epochMs !== undefined && tokenEndsMs < epochMs - SLACK_MS;
  return isOver ? 'had ended before' : undefined;
}

// Refused by a code that was not hoped for, or told no where yes was.
function isKeptOut(seen: Case, { end, code = '', answer }: ExchangeFact): boolean {
  const { expected, actual } = seen.effect.failure;
  if (end === 'answered') return expected === 'true' && actual === 'false' && /:\s*false\b/u.test(answer);
  const found = findAnsweredError(seen);
  return found !== undefined && isRefusal(code) && isUnexpected(seen, found) && !wantsRefusal(seen, found);
}
