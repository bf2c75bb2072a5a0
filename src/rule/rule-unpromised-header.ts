import { oneLine } from '#domain';
import { citeHeaders, findComparedHeader, findPromisedHeader, isSpokenOf } from '#case';
import type { WeightedRule } from './weighted-rule.ts';

/** What answers say beside their bodies is promised, or has to be decided. */
export const ruleUnpromisedHeader: WeightedRule = {
  id: 'unpromised-header',
  sentence:
    'A test that wants a header of an answer, or a value of it, of which no approved document speaks, not in other words either, asks for a decision.',
  weights: { REQUIREMENT_GAP: 10, SYSTEM_CRITICAL: -7, TEST_ARTIFACT: -2 },
  cites: 'the answer with its header, or without it',
  advises: 'decide whether the header is promised, and write it down',
  otherwise: 'if a document spoke of the header, the answer would be held against that',
  opine: (seen) => {
    const compared = findComparedHeader(seen);
    // Of a type of content the body itself tells what is right.
    if (compared === undefined || compared.name === 'content-type') return undefined;
    if (findPromisedHeader(compared, seen) !== undefined || isSpokenOf(compared, seen)) return undefined;
    const { exchange, name, came, wanted } = compared;
    const method = oneLine(exchange.fact.method, 80);
    const what = came === undefined ? 'it has none' : `it has ${oneLine(came, 60)}`;
    return {
      evidence: [citeHeaders(exchange, 'answer', [name])],
      lead: {
        about: `${name}|${exchange.fact.method.replace(/\?.*$|\/\d+/gu, '')}`,
        title: `the test wants ${oneLine(wanted, 60)} in the header ${name} of ${method}, of which no document speaks; ${what}`,
        action: `decide whether the answer to ${method} has ${name}, and write it down`,
        suspects: [exchange.fact.method],
      },
    };
  },
};
