import { placeOf } from './place.ts';
import { oneLine } from '#domain';
import { citeExchange, isBodiless, isBodyOwed, isService, looksLikeJson } from '#case';
import type { Case } from '#case';
import type { WeightedRule } from './weighted-rule.ts';

/** How languages say that they were to read JSON, and met the end at once. */
const NOTHING_THERE =
  /\bUnexpected end of (?:JSON )?input|Expecting value: line 1 column 1 \(char 0\)|No content to map due to end-of-input|EOF while parsing a value at line 1 column 0|(?:^|[:\s])EOF$/imu;

/** The protocol itself says that nothing follows. */
export const ruleNothingToRead: WeightedRule = {
  id: 'nothing-to-read',
  sentence:
    'A test that reads JSON from an answer which can have no body (204, 205, 304, or to HEAD), where no document promises any field of it, reads what the protocol says is not there.',
  weights: { TEST_ARTIFACT: 9, SYSTEM_CRITICAL: -4, REQUIREMENT_GAP: -3 },
  cites: 'the answer with its code',
  advises: 'look at the code alone, or read a body only where one may come',
  otherwise: 'if the code allowed a body, or a document promised fields, the service would not have told them',
  opine: (seen) => {
    const exchange = NOTHING_THERE.test(seen.effect.failure.message) ? findBodiless(seen) : undefined;
    if (exchange === undefined) return undefined;
    const { method, code = '' } = exchange.fact;
    return {
      evidence: [citeExchange(exchange)],
      lead: {
        about: `${code}|${seen.facts.contract.listedName(method)}`,
        title: `the test reads a body where there can be none: ${oneLine(method, 80)} was answered with ${code}`,
        action: 'look at the code alone, or read a body only where one may come',
        ...placeOf(seen.effect.failure),
      },
    };
  },
};

// The last answer, unless another one could not be read either: then nobody knows which the test meant.
function findBodiless(seen: Case): Case['exchanges'][number] | undefined {
  const heard = seen.exchanges.filter(
    ({ fact }) => isService(seen.facts, fact.component) && (fact.end === 'answered' || fact.end === 'error'),
  );
  const last = heard.at(-1);
  if (last === undefined || seen.isTold || !isBodiless(last.fact) || isBodyOwed(last.fact, seen)) return undefined;
  return heard.every(({ fact }) => isBodiless(fact) || looksLikeJson(fact.answer)) ? last : undefined;
}
