import { holds } from '#domain';
import { listTexts } from './given.ts';
import type { ExchangeFact, Requirement } from '#domain';
import { contentWords, namesWord } from './answer-codes.ts';
import { textOfError } from './error-text.ts';
import { mayConcern } from './promises.ts';
import type { Disputed } from './promises.ts';
import type { Case } from './case.ts';
import type { Found } from './found.ts';
import { READS, isReading } from './reads.ts';
import { isBare, tellsNothing } from './tells-nothing.ts';

const LACKS = /\bno[tr]?\b|\bnever\b|\bwithout\b/iu;

/** Whether a refusal for a state that lacks is so, by what was seen; undefined where nothing tells. */
export function checkState(
  by: Requirement | undefined,
  seen: Case,
): { readonly isTrue: boolean; readonly how: string } | undefined {
  const { cited, decisive, between } = seen;
  // A wish that nobody wrote down has to be decided; and what another component failed at is no state of the service.
  if (cited.length === 0 || by === undefined || decisive === undefined || !lacks(by, decisive.fact)) return undefined;
  if (between.some(({ fact }) => fact.end !== 'answered')) return undefined;
  const told = findToldNothing(seen);
  if (told !== undefined)
    return isDoubtful(seen, told)
      ? undefined
      : { isTrue: true, how: `${told.fact.component ?? 'what it needs'} told it so` };
  return isBroughtAbout(by, decisive, seen)
    ? undefined
    : { isTrue: true, how: 'nothing that the test asked before brought it about' };
}

/** Whether what a refusal says and what a requirement says lacks is one thing. */
export function lacks({ text, names = [] }: Requirement, { method, answer }: ExchangeFact): boolean {
  const said = contentWords(answer);
  const isAlike = [...contentWords(text)].some((word) => said.has(word));
  return isAlike && names.includes(method) && LACKS.test(text) && LACKS.test(answer);
}

/** The last answer to the service in this test, where it tells of nothing but emptiness. */
export function findToldNothing({ between, decisive }: Case): Found<ExchangeFact> | undefined {
  const last = between.findLast(({ fact }) => fact.from === decisive?.fact.component && isOfOne(fact));
  return last !== undefined && tellsNothing(last.fact) ? last : undefined;
}

/** The last answer to the service in this test, where it went well and holds nothing at all. */
export function findBareAnswer({ between, decisive }: Case): Found<ExchangeFact> | undefined {
  const last = between.findLast(({ fact }) => fact.from === decisive?.fact.component);
  return last !== undefined && isReading(last.fact.method) && isBare(last.fact) ? last : undefined;
}

// Of all things together it is asked all the time.
function isOfOne({ method }: ExchangeFact): boolean {
  return !/\blist\b|[?&](?:page|limit|offset)=/u.test(method);
}

/** Whether what a component told may be untrue: the test itself had brought about the contrary there, or it only stands before the one that knows. */
export function isDoubtful({ exchanges, facts }: Case, { fact }: Found<ExchangeFact>): boolean {
  const { from = '', component = '' } = fact;
  const named = new Set([...listTexts(fact.answer), fact.method.split('/').at(-1) ?? '']);
  const isMade = exchanges.some(
    (one) =>
      one.fact.end === 'answered' &&
      one.fact.component !== from &&
      !READS.test(one.fact.method) &&
      one.fact.method.split(/[\s/]/u).some((part) => named.has(part)),
  );
  const needs = facts.requiresOf(component);
  return isMade || facts.requiresOf(from).some((name) => needs.includes(name));
}

const OTHERWISE = /\b(?:any|every|each) other\b|\botherwise\b|\banything else\b|\bonly\b|\bunless\b/iu;

/** A state that the refusal names, that the test had been told of last, and that is none of those which the requirement takes. */
export function checkTold(
  { exchange, came }: Disputed,
  { exchanges, cited }: Case,
): { readonly isTrue: true; readonly how: string; readonly by: Requirement } | undefined {
  const { fact } = exchange;
  const by = cited.find((one) => one.status === 'approved' && namesWord(one, came) && OTHERWISE.test(one.text));
  if (by === undefined || !mayConcern(by, fact)) return undefined;
  const said = textOfError(fact.answer);
  const before = exchanges.slice(0, exchanges.indexOf(exchange));
  const last = before.findLast((one) => one.fact.end === 'answered' && one.fact.component === fact.component);
  const parts = new Set(fact.method.split(/[\s/?&=]/u));
  const texts = listTexts(last?.fact.answer ?? '');
  const state = texts.find((text) => text.length > STEM && holds(said, text) && !parts.has(text));
  if (
    state === undefined ||
    !texts.some((text) => parts.has(text)) ||
    holds(by.text.toLowerCase(), state.toLowerCase())
  )
    return undefined;
  return { isTrue: true, how: `the test had been told that it is ${state}`, by };
}

const STEM = 5;
/** Who ends something has begun it before. */
const ENDS =
  /(?:^|[\s._/])(?:stop|close|end|finish|cancel|release|unlock|detach|disconnect|leave|unsubscribe|resume|abort)(?![a-z])/iu;

// Only what a call can bring about can lack because nobody made that call.
function isBroughtAbout({ text }: Requirement, decisive: Found<ExchangeFact>, { exchanges, facts }: Case): boolean {
  const lacking = text.slice(text.search(LACKS));
  const stems = [...contentWords(lacking)].filter((word) => word.length >= STEM).map((word) => word.slice(0, STEM));
  const makers = facts.contract.names.filter(
    (name) =>
      name !== decisive.fact.method && !READS.test(name) && stems.some((stem) => name.toLowerCase().includes(stem)),
  );
  if (makers.length === 0 && !ENDS.test(decisive.fact.method)) return true;
  const things = [...decisive.fact.request.matchAll(/:\s*"([\w./-]{2,80})"/gu)].map(([, value = '']) => value);
  const before = exchanges.slice(0, exchanges.indexOf(decisive));
  const isOfIt = ({ fact }: Found<ExchangeFact>): boolean =>
    fact.end === 'answered' &&
    !READS.test(fact.method) &&
    things.some((thing) => fact.request.includes(thing) || fact.answer.includes(thing));
  return things.length === 0 || before.some(isOfIt);
}
