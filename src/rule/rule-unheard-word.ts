import { placeOf } from './place.ts';
import { oneLine } from '#domain';
import { citeExchange, isService, listJsonValues } from '#case';
import type { Case } from '#case';
import type { WeightedRule } from './weighted-rule.ts';

/** Waited for in vain, and for ever: nobody has that word. */
export const ruleUnheardWord: WeightedRule = {
  id: 'unheard-word',
  sentence:
    'A test that waits for a word which stands in no document, and which the service never said, while what it did say is documented, waits for something that there is not.',
  weights: { TEST_ARTIFACT: 11, SYSTEM_CRITICAL: -7, INTEGRATION_ISSUE: -7, REQUIREMENT_GAP: -4 },
  cites: 'the last answer of the service, and the word that the failure names',
  advises: 'wait for a word of the documents',
  otherwise: 'if a document knew the word, the service would owe it',
  opine: (seen) => {
    const word = findWord(seen);
    const exchange = seen.exchanges.findLast(
      ({ fact }) => isService(seen.facts, fact.component) && fact.end === 'answered',
    );
    if (word === undefined || exchange === undefined) return undefined;
    return {
      evidence: [citeExchange(exchange)],
      lead: {
        about: `${exchange.fact.method}|${word}`,
        title: `the test waits for ${word}, which stands in no document and was never said: ${oneLine(seen.effect.failure.message, 160)}`,
        action: `wait for a word of the documents in place of ${word}, or have ${word} written into them`,
        ...placeOf(seen.effect.failure),
      },
    };
  },
};

/** Two states in one sentence, as people write it: `is not shipped after 6 s, it is packed`. */
const WRITTEN =
  /\b(?:not|never|become|became|reach(?:ed)?|until|waiting for) (['"`]?)(\p{L}[\p{L}\d_-]{3,40})\1[^\n]{0,200}?\b(?:it is|is still|still|but|stays|remains|was|got|status|state)[:= ]+(['"`]?)(\p{L}[\p{L}\d_-]{3,40})\3/iu;
/** The same the other way round: `is packed after 6s, want shipped`. */
const WRITTEN_AFTER =
  /\b(?:is|was|got|stays|remains|status|state)[:= ]+(['"`]?)(\p{L}[\p{L}\d_-]{3,40})\1[^\n]{0,200}?,? \b(?:want(?:ed)?|expected|not)[:= ]+(['"`]?)(\p{L}[\p{L}\d_-]{3,40})\3/iu;
/** Of a notification, as the kit tells it: what was looked for, and what came under its name. */
const LOOKED_FOR = /={2,3} ?(['"`])(\p{L}[\p{L}\d_-]{3,40})\1/gu;
const OTHERS = /\(others: (.*)\)/su;

function findWord(seen: Case): string | undefined {
  const isApproved = seen.cited.some(({ status }) => status === 'approved');
  return seen.isTold || !isApproved ? undefined : (findWritten(seen) ?? findLookedFor(seen));
}

function findWritten(seen: Case): string | undefined {
  const { message } = seen.effect.failure;
  const [, , first = '', , last = ''] = WRITTEN.exec(message) ?? [];
  const [, , earlier = '', , later = ''] = WRITTEN_AFTER.exec(message) ?? [];
  const [wanted, came] = first === '' ? [later, earlier] : [first, last];
  return isValue(came, seen) && isUnheard(wanted, seen) ? wanted : undefined;
}

function findLookedFor(seen: Case): string | undefined {
  const { message } = seen.effect.failure;
  const others = OTHERS.exec(message)?.[1] ?? '';
  const isOther = (others.match(WORD) ?? []).some((word) => isKnown(word, seen));
  const words = isOther ? [...message.matchAll(LOOKED_FOR)].map(([, , word = '']) => word) : [];
  return words.find((word) => isUnheard(word, seen) && !others.includes(word));
}

const WORD = /\p{L}[\p{L}\d_-]{3,40}/gu;

// Told by the service itself, and documented: then that is one of the words for it.
function isValue(word: string, seen: Case): boolean {
  const told = seen.exchanges.flatMap(({ fact }) => listJsonValues(fact.answer) ?? []);
  return isKnown(word, seen) && told.some(({ value }) => value === word);
}

function isUnheard(word: string, seen: Case): boolean {
  const said = seen.exchanges.map(({ fact }) => `${fact.request} ${fact.answer}`.toLowerCase());
  return word !== '' && !isKnown(word, seen) && !said.some((text) => text.includes(word.toLowerCase()));
}

function isKnown(word: string, { facts }: Case): boolean {
  return facts.contract.knowsWord(word.toLowerCase().replace(/s$/u, ''));
}
