import { placeOf } from './place.ts';
import { oneLine } from '#domain';
import type { Requirement } from '#domain';
import { citeExchange, contentWords, findAnsweredError, isHook, isShown, isUnexpected, wantsRefusal } from '#case';
import type { Case } from '#case';
import type { WeightedRule } from './weighted-rule.ts';

/** The document says what has to be there first, and in nothing that the test said or heard is it there. */
export const ruleUnmetPrecondition: WeightedRule = {
  id: 'unmet-precondition',
  sentence:
    'A call that was refused as a mistake of the caller, where an approved requirement says what the call needs in the words in which the contract gives the code its meaning, and nothing that the test said or was answered speaks of that, was made without it.',
  weights: { TEST_ARTIFACT: 9, SYSTEM_CRITICAL: -6 },
  cites: 'the refusal, and what the requirement says that the call needs',
  advises: 'bring about what the call needs first',
  otherwise: 'if the test had brought about what the call needs, the service would refuse wrongly',
  opine: (seen) => {
    const found = findAnsweredError(seen);
    if (found?.meaning?.blames !== 'caller' || !isUnexpected(seen, found) || wantsRefusal(seen, found))
      return undefined;
    if (!isShown(seen, found) || isHook(seen.effect)) return undefined;
    const { method } = found.exchange.fact;
    const meant = contentWords(found.meaning.meaning);
    const isMeant = ({ text }: Requirement): boolean => [...contentWords(text)].some((word) => meant.has(word));
    const unmet = seen.facts.contract.approved.find(
      (one) => one.names?.includes(method) === true && isMeant(one) && isUnmet(one, seen),
    );
    if (unmet === undefined) return undefined;
    return {
      evidence: [citeExchange(found.exchange)],
      lead: {
        about: `${method}|${unmet.id}`,
        title: `the test calls ${oneLine(method, 80)} without what ${unmet.id} says that it needs (${oneLine(unmet.text, 120)}), and is refused with ${found.code}`,
        action: `bring about what ${unmet.id} says before the call`,
        ...placeOf(seen.effect.failure),
      },
    };
  },
};

const NEEDS = /\b(?:needs?|requires?|only (?:with|for|after)|must (?:have|be))\b (.+)$/u;

function isUnmet({ text }: Requirement, { exchanges, decisive }: Case): boolean {
  const needed = [...contentWords(NEEDS.exec(text)?.[1] ?? '')].at(-1);
  const before = exchanges.filter((one) => one !== decisive && one.fact.end === 'answered');
  // The words of the refusal itself may well name what it lacks.
  return (
    needed !== undefined &&
    before.length > 0 &&
    !before.some(({ fact }) => `${fact.request} ${fact.answer}`.toLowerCase().includes(needed))
  );
}
