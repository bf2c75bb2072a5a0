import { placeOf } from './place.ts';
import { oneLine, present } from '#domain';
import { citeExchange, citeHeaders, findAnsweredError, findUnhopedRefusal } from '#case';
import type { Case } from '#case';
import type { WeightedRule } from './weighted-rule.ts';

/** The same service took what others sent by the same name. */
export const ruleUnlikeAccepted: WeightedRule = {
  id: 'unlike-accepted',
  sentence:
    'A request that was refused as a mistake of the caller, and lacks a field or a header, or has one of another sort than requests which were accepted by the same name, is wrong.',
  weights: { TEST_ARTIFACT: 9, SYSTEM_CRITICAL: -4 },
  cites: 'the refused request, and what in it is unlike those that were accepted',
  advises: 'send what the others send',
  otherwise: 'if the request were like the accepted ones, the service would have to say why it refuses it',
  opine: (seen) => {
    const found = findAnsweredError(seen);
    const { unlike, method } = found?.exchange.fact ?? {};
    if (found === undefined || unlike === undefined || method === undefined) return undefined;
    if (HEADER.test(unlike) && !isDue(seen)) return undefined;
    const header = HEADER.exec(unlike)?.[1];
    return {
      evidence: [
        header === undefined ? citeExchange(found.exchange) : citeHeaders(found.exchange, 'request', [header]),
      ],
      lead: {
        about: `${method}|${unlike}`,
        title: `the test asks ${oneLine(method, 80)} unlike those who were answered: ${oneLine(unlike, 160)}`,
        action: `send what the others send: ${oneLine(unlike, 160)}`,
        ...placeOf(seen.effect.failure),
        ...present({ missent: tellSort(unlike) }),
      },
    };
  },
};

const HEADER = /^header ([\w-]+) /u;
/** A field, and of what sort it is. */
const SORT = /^(\S+) is (.+), in accepted requests /u;
const OPEN_TO_ALL =
  /\b(?:public|open to|(?:needs?|requires?|wants?) no|without (?:an? |any )?(?:token|login|key|authori[sz]ation|header|cookie))\b/iu;

// What others send besides is not due where the test hoped for the refusal, or the requirement says so.
function isDue(seen: Case): boolean {
  const isOpen = seen.cited.some(({ text, status }) => status === 'approved' && OPEN_TO_ALL.test(text));
  return !isOpen && findUnhopedRefusal(seen) !== undefined;
}

function tellSort(unlike: string): string | undefined {
  return SORT.exec(unlike)?.slice(1).join(' ');
}
