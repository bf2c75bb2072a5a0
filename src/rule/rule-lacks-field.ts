import { placeOf } from './place.ts';
import { oneLine } from '#domain';
import type { ExchangeFact } from '#domain';
import { citeExchange, findAnsweredError, isReading, isShown, textOfError, wantsRefusal } from '#case';
import type { Case } from '#case';
import type { WeightedRule } from './weighted-rule.ts';

/** By these a service says that the request itself was wrong. */
export const WRONG_REQUEST: ReadonlySet<string> = new Set(['400', '415', '422', '-32602', '-32600']);

/** The refusal says what is missing, and it is missing. */
export const ruleLacksField: WeightedRule = {
  id: 'lacks-field',
  sentence:
    'A request that was refused as wrong, in words that name a documented field which it does not hold, is wrong.',
  weights: { TEST_ARTIFACT: 9, SYSTEM_CRITICAL: -6, REQUIREMENT_GAP: -3 },
  cites: 'the refused request, and the words of the refusal',
  advises: 'send the field by the name that the document gives it',
  otherwise: 'if the request held the field, the service would misread it',
  opine: (seen) => {
    const found = findAnsweredError(seen);
    // A refusal that was hoped for is no sign: then the field was left out on purpose.
    if (found === undefined || !WRONG_REQUEST.has(found.code) || wantsRefusal(seen, found)) return undefined;
    const field = isShown(seen, found) ? findLacked(seen, found.exchange.fact) : undefined;
    if (field === undefined) return undefined;
    const { method, answer } = found.exchange.fact;
    return {
      evidence: [citeExchange(found.exchange)],
      lead: {
        about: `${method}|${field}`,
        title: `the test asks ${oneLine(method, 80)} without ${field}, and is told so: ${oneLine(textOfError(answer), 160)}`,
        action: `send ${field}, or correct the name under which it is sent`,
        ...placeOf(seen.effect.failure),
      },
    };
  },
};

// The first field that it names is what it is about.
function findLacked({ facts }: Case, { method, request, answer }: ExchangeFact): string | undefined {
  // What is asked by its address alone has no fields that it could lack.
  if (request.endsWith('…') || isReading(method) || method.startsWith('DELETE ')) return undefined;
  const said = textOfError(answer).match(/[A-Za-z_]\w{2,}/gu) ?? [];
  const named = said.find((word) => facts.contract.isField(word) && !isInPath(word, method));
  return named === undefined || request.includes(`"${named}"`) ? undefined : named;
}

function isInPath(word: string, method: string): boolean {
  return method.toLowerCase().includes(word.toLowerCase());
}
