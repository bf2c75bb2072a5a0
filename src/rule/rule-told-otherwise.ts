import { citeExchange, findDemand, findWaited, isDocumented, suspectsOf } from '#case';
import type { Case } from '#case';
import type { WeightedRule } from './weighted-rule.ts';

/** Promised, and told in a way that does not keep the promise. */
export const ruleToldOtherwise: WeightedRule = {
  id: 'told-otherwise',
  sentence:
    'A service that tells by a name which no document knows, or tells other connections alone, where an approved document promises a notification that the test waits for in vain, does not keep to it.',
  weights: { SYSTEM_CRITICAL: 5, TEST_ARTIFACT: -3 },
  cites: 'what was told in its place, or to others',
  advises: 'send it by its documented name, to whom it is promised',
  otherwise:
    'if it had been told to the connection of the test by its name, the test would have listened at the wrong time',
  opine: (seen) => {
    const found = findInstead(seen);
    if (found === undefined) return undefined;
    const { exchange, how } = found;
    const demand = findDemand(seen);
    return {
      evidence: [citeExchange(exchange)],
      lead: {
        about: `notice|${found.name}`,
        title: `${exchange.fact.component ?? 'the service'} does not tell ${found.name} as it is promised: ${how}`,
        action: `send ${found.name} by its documented name, to all to whom it is promised`,
        suspects: demand === undefined ? [found.name] : suspectsOf(demand),
      },
    };
  },
};

interface Instead {
  readonly name: string;
  readonly exchange: Case['notices'][number];
  readonly how: string;
}

function findInstead(seen: Case): Instead | undefined {
  const waited = findWaited(seen);
  if (waited === undefined || !waited.isKnown) return undefined;
  const { name, told, others } = waited;
  const own = new Set(seen.exchanges.flatMap(({ fact }) => fact.connection ?? []));
  const [first] = told;
  if (first !== undefined) {
    const isOfOthers = told.every(({ fact }) => fact.connection !== undefined && !own.has(fact.connection));
    return isOfOthers ? { name, exchange: first, how: 'it went to other connections alone' } : undefined;
  }
  const strange = others.find(({ fact }) => !isDocumented(fact.method, seen));
  return strange && { name, exchange: strange, how: `told was ${strange.fact.method}, which no document knows` };
}
