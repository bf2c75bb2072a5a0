import { holds } from '#domain';
import type { ExchangeFact } from '#domain';
import type { Case } from './case.ts';
import type { Found } from './found.ts';
import { nameOf } from './name-of.ts';

/**
 * A question of the service to another component that is not the one of its test: for what only other tests had named, for the names of its
 * question the other way round, or for a name that it cut or wrote in other letters.
 */
export function isMisasked({ fact }: Found<ExchangeFact>, seen: Case): boolean {
  return (fact.kept?.length ?? 0) > 0 || isReversed(fact, seen) || isDistorted(fact, seen);
}

function isReversed({ method }: ExchangeFact, { decisive }: Case): boolean {
  const question = method.replace(/^\S+ /u, '').split(/[/?&=]/u);
  const text = `${decisive?.fact.method ?? ''} ${decisive?.fact.request ?? ''}`;
  const places = question.filter((one) => one.length > 2 && holds(text, one)).map((one) => text.indexOf(one));
  return places.length > 1 && places.every((at, index) => index === 0 || at < (places[index - 1] ?? 0));
}

const LEAST_NAME = 2;
const TEXT = /"((?:[^"\\]|\\.)*)"(\s*:)?/gu;

// What is there under a longer name, or under one in other letters, was sent; the name that was asked for was told by nobody.
function isDistorted({ method, end }: ExchangeFact, { exchanges, between }: Case): boolean {
  const name = nameOf(method);
  if (end !== 'error' || name.length < LEAST_NAME || /^\d+$/u.test(name)) return false;
  const isKnown = exchanges.some(({ fact }) => holds(`${fact.method} ${fact.request} ${fact.answer}`, name));
  if (isKnown || between.some(({ fact }) => fact.end === 'answered' && holds(fact.answer, name))) return false;
  const asked = name.toLowerCase();
  const sent = exchanges.flatMap(({ fact }) => [
    ...[...fact.request.matchAll(TEXT)].flatMap(([, text = '', colon]) => (colon === undefined ? [text.trim()] : [])),
    nameOf(fact.method),
  ]);
  return sent.some((one) => one.length <= name.length * 2 && one.toLowerCase().includes(asked));
}
