import { holds } from '#domain';
import type { ExchangeFact } from '#domain';
import type { Case } from './case.ts';
import { goesOnWithNothing } from './decisive-exchange.ts';
import type { Found } from './found.ts';
import { nameOf, readName } from './name-of.ts';

/** By these a component says that what was asked for is not there. */
const NOT_THERE = /^(?:404|410)$/u;
const REFUSED = /^4\d\d$/u;
const LEAST_NAME = 3;

/**
 * Whether what a component refused is something that the test had named, and the two understand each other otherwise: others of its route were answered, or
 * calls went between them where nothing failed.
 */
export function isOfTest(seen: Case, fact: ExchangeFact): boolean {
  if (!REFUSED.test(seen.decisive?.fact.code ?? '')) return false;
  // What several tests ask for, and none of them has, was there when they were written.
  if (seen.facts.askersOf(fact.method) > 1) return false;
  if (fact.unlike === undefined && !isServed(seen, fact)) return false;
  const name = nameOf(fact.method);
  return name !== '' && seen.exchanges.some((one) => holds(`${one.fact.method} ${one.fact.request}`, name));
}

function isServed({ facts }: Case, { method, code = '', from = '', component = '' }: ExchangeFact): boolean {
  return NOT_THERE.test(code) && nameOf(method).length >= LEAST_NAME && facts.hasServed(`${from}>${component}`);
}

/** What the test asked for and a dependency does not have, as it has others. */
export function findUnknownItem(seen: Case): Found<ExchangeFact> | undefined {
  if (!isAboutRefusal(seen) && !goesOnWithNothing(seen.exchanges)) return undefined;
  const found = seen.between.findLast(({ fact }) => isOfTest(seen, fact));
  // Whether spaces around a name count is a question of its own: who cites nothing wants it to be decided.
  const isPadded = found !== undefined && readName(found.fact.method) !== nameOf(found.fact.method);
  return isPadded && seen.cited.length === 0 ? undefined : found;
}

// The failure is about the refusal, and that had not been hoped for; or, besides, the test went on as if there had been none.
function isAboutRefusal({ decisive, effect }: Case): boolean {
  const { expected = '', actual = '', message } = effect.failure;
  const code = decisive?.fact.code ?? '';
  return code !== '' && !REFUSED.test(expected) && `${actual} ${message}`.includes(code);
}
