import { placeOf } from './place.ts';
import { oneLine } from '#domain';
import { citeExchange, isService, listJsonValues, wantsRefusal } from '#case';
import type { Case } from '#case';
import type { WeightedRule } from './weighted-rule.ts';

/** A word that the service and the documents write otherwise. */
export const ruleOtherCase: WeightedRule = {
  id: 'other-case',
  sentence:
    'A test that asks with a word in other letters, large for small, than those in which the service tells it and the documents write it, asks for something else.',
  weights: { TEST_ARTIFACT: 10, SYSTEM_CRITICAL: -6, REQUIREMENT_GAP: -3 },
  cites: 'the request with the word, and the answer that writes it otherwise',
  advises: 'write the word as the service does',
  otherwise: 'if anybody wrote the word as the test does, the service would have to know it',
  opine: (seen) => {
    const found = findSlip(seen);
    if (found === undefined) return undefined;
    const { asked, told, word, written } = found;
    return {
      evidence: [citeExchange(asked), ...(told === asked ? [] : [citeExchange(told)])],
      lead: {
        about: `${asked.fact.method.replace(/\?.*$/u, '')}|${word}`,
        title: `the test asks with ${oneLine(word, 60)} for what the service calls ${oneLine(written, 60)}`,
        action: `write ${oneLine(written, 60)}`,
        ...placeOf(seen.effect.failure),
      },
    };
  },
};

type Exchange = Case['exchanges'][number];

interface Slip {
  readonly asked: Exchange;
  readonly told: Exchange;
  readonly word: string;
  readonly written: string;
}

// Only in what the failure is about; one that was refused on purpose may well be written so on purpose.
function findSlip(seen: Case): Slip | undefined {
  const { decisive, exchanges, facts, effect } = seen;
  if (decisive === undefined || seen.isTold || effect.outcome === 'timed-out' || isHopedFor(seen)) return undefined;
  const told = exchanges.filter(({ fact }) => isService(facts, fact.component) && fact.end === 'answered');
  for (const word of listWords(decisive)) {
    if (facts.contract.mentions(word) || told.some((one) => listTold(one).includes(word))) continue;
    for (const one of told) {
      const written = listTold(one).find((value) => value.toLowerCase() === word.toLowerCase());
      if (written !== undefined) return { asked: decisive, told: one, word, written };
    }
  }
  return undefined;
}

function isHopedFor(seen: Case): boolean {
  const { fact } = seen.decisive ?? {};
  return fact?.code !== undefined && wantsRefusal(seen, { exchange: { seq: 0, fact }, code: fact.code });
}

// Of a query, and of the plain values of a body.
function listWords({ fact: { method, request } }: Exchange): readonly string[] {
  const query = /\?(.*)$/u.exec(method)?.[1] ?? '';
  const asked = [...query.matchAll(/=([^&]+)/gu)].map(([, value = '']) => value);
  const sent = (listJsonValues(request) ?? []).flatMap(({ value }) => (typeof value === 'string' ? [value] : []));
  return [...asked, ...sent].filter((word) => /^\p{L}[\w-]{2,40}$/u.test(word));
}

function listTold({ fact }: Exchange): readonly string[] {
  return (listJsonValues(fact.answer) ?? []).flatMap(({ value }) => (typeof value === 'string' ? [value] : []));
}
