import { oneLine } from '#domain';
import { EPSILON, citeExchange, follow, isIdle, listGiven, listMade, listOwn, listRecipes } from '#case';
import type { Case, Made } from '#case';
import type { WeightedRule } from './weighted-rule.ts';

/** Exactly between two numbers, and nobody says which. */
export const ruleHalfOpen: WeightedRule = {
  id: 'half-open',
  sentence:
    'A number that lies exactly in the middle between what was answered and what is wanted, by a requirement that does not say which way a half goes, is to be decided.',
  weights: { REQUIREMENT_GAP: 9, SYSTEM_CRITICAL: -8, INTEGRATION_ISSUE: -6 },
  cites: 'the answer, what it was made of, and the words of the requirement',
  advises: 'write down which way a half is rounded',
  otherwise: 'if the requirement said which way a half is rounded, either the service or the test would be wrong',
  opine: (seen) => {
    for (const made of listMade(seen)) {
      const { difference, answer, given, requirements } = made;
      const [source] = given;
      const [first] = requirements;
      if (first === undefined || source === undefined || requirements.some(({ text }) => SAYS_WHICH.test(text)))
        continue;
      if (!isHalf(seen, made)) continue;
      return {
        evidence: [citeExchange(answer), citeExchange(source)],
        lead: {
          about: `${first.id}|half`,
          title: `between ${difference.came} and ${difference.wanted} lies exactly a half, and ${first.id} does not say which way it goes: ${oneLine(first.text, 160)}`,
          action: `write into ${first.id} which way a half is rounded`,
          where: 'requirements',
        },
      };
    }
    return undefined;
  },
};

const SAYS_WHICH =
  /\b(?:half|halves|up|down|upwards?|downwards?|even|odd|bankers?|commercial\w*|ceil\w*|floor|truncat\w*|cut off|away from|towards?)\b/iu;

function isHalf(seen: Case, made: Made): boolean {
  const sides = [Number(made.difference.came), Number(made.difference.wanted)];
  const [low, high] = sides.toSorted((one, other) => one - other);
  if (low === undefined || high === undefined || high - low !== 1) return false;
  return listRecipes(listOwn(seen, made), listGiven(made)).some(
    (one) => !isIdle(one) && Math.abs(follow(one, one.given) - low - 0.5) < EPSILON,
  );
}
