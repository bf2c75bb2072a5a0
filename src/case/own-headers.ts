import { findNearest, isCredential } from '#domain';
import type { ExchangeFact, RepeatedHeader, Requirement } from '#domain';
import { findUnwantedCode, namesWord } from './answer-codes.ts';
import { findComparedHeader } from './answer-headers.ts';
import { findAnsweredError, isShown, isUnexpected, wantsRefusal } from './answered-error.ts';
import type { AnsweredError } from './answered-error.ts';
import { isService } from './case.ts';
import type { Case } from './case.ts';
import { listComparisons } from './comparison.ts';
import type { Found } from './found.ts';
import { REQUEST_HEADERS, listNamedHeaders, sideOf, speaksOfHeader } from './header-names.ts';
import { mayConcern } from './promises.ts';

/** A header of its own requests by which a test is wrong. */
export interface OwnHeader {
  readonly exchange: Found<ExchangeFact>;
  /** What a document, or HTTP itself, calls it. */
  readonly name: string;
  /** What the test does with it. */
  readonly how: string;
}

/** So many exchanges of a test are kept; of others nobody knows what they had. */
const ALL_KEPT = 8;

/** A request whose headers say something else of its body, that lacks the header without which a document refuses it, or the one of which the cited requirement speaks. */
export function findOwnHeader(seen: Case): OwnHeader | undefined {
  const refusal = findUnhopedRefusal(seen);
  return refusal === undefined
    ? findAbsent(seen)
    : (findMislabelled(refusal) ?? findDue(refusal, seen) ?? findAbsent(seen));
}

const OF_TYPE = /\bcontent[- ]type\b|\bmedia type\b|\btype of content\b|\bjson\b|\bform\b/iu;

/** The refusal that a failure is about, where the test did not hope for one and compares no header of it. */
export function findUnhopedRefusal(seen: Case): AnsweredError | undefined {
  const found = findAnsweredError(seen);
  if (found === undefined || !isShown(seen, found) || !isUnexpected(seen, found) || wantsRefusal(seen, found))
    return undefined;
  return findComparedHeader(seen) === undefined ? found : undefined;
}

// Refused for what it is called: the service cannot know better.
function findMislabelled({ exchange }: AnsweredError): OwnHeader | undefined {
  const { request, requestHeaders } = exchange.fact;
  if (requestHeaders === undefined || !isOfType(exchange.fact) || !/^\s*[[{]/u.test(request)) return undefined;
  const { 'content-type': type = 'nothing' } = requestHeaders;
  return /\bjson\b/iu.test(type)
    ? undefined
    : { exchange, name: 'content-type', how: `sends JSON and calls it ${type}` };
}

function isOfType({ end, code = '', answer }: ExchangeFact): boolean {
  return end === 'error' && (code === '415' || (/^4(?:00|22)$/u.test(code) && OF_TYPE.test(answer)));
}

// Refused with the code that a document has for requests without the header.
function findDue({ exchange, code }: AnsweredError, { facts, cited }: Case): OwnHeader | undefined {
  const { fact } = exchange;
  if (!isHeard(fact)) return undefined;
  const due = facts.contract.approved.filter(
    (one) => (cited.includes(one) || (one.names ?? []).length > 0) && namesWord(one, code) && mayConcern(one, fact),
  );
  for (const { id, text } of due) {
    const name = listNamedHeaders(text).find((one) => isAskedFor(one) && !holdsHeader(fact, one));
    if (name !== undefined) return { exchange, name, how: `sends none, which is ${code} by ${id}` };
  }
  return undefined;
}

function isAskedFor(name: string): boolean {
  return sideOf(name) !== 'answer' && name !== 'content-type';
}

/** By these a sentence may speak of requests that do not have it. */
const WITHOUT = /\b(?:without|none|no|not|nobody|missing|lacks?|else|unless|only|may|optional(?:ly)?|if)\b/iu;

function findAbsent(seen: Case): OwnHeader | undefined {
  if (seen.isTold || seen.exchanges.length >= ALL_KEPT || hopesForRefusal(seen)) return undefined;
  for (const requirement of seen.cited.filter(({ status }) => status === 'approved')) {
    const asked = listAsked(requirement, seen);
    const areHeard = asked.length > 0 && asked.every(({ fact }) => isHeard(fact));
    const names = areHeard ? listNamedHeaders(requirement.text) : [];
    for (const name of names.filter((one) => !asked.some(({ fact }) => holdsHeader(fact, one)))) {
      const found = findMisspelt(asked, name, seen) ?? findForgotten(asked, name, requirement);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

function holdsHeader({ requestHeaders = {} }: ExchangeFact, name: string): boolean {
  return requestHeaders[name] !== undefined;
}

// What it sends may be wrong on purpose.
function hopesForRefusal(seen: Case): boolean {
  const { failure } = seen.effect;
  const told = [failure.expected ?? '', failure.message, ...listComparisons(failure).map(({ wanted }) => wanted)];
  return findUnwantedCode(seen) !== undefined || told.some((text) => /(?<![\w.])4\d\d(?!\w|\.\d)/u.test(text));
}

function listAsked(requirement: Requirement, { exchanges, facts }: Case): readonly Found<ExchangeFact>[] {
  if ((requirement.names ?? []).length === 0) return [];
  return exchanges.filter(({ fact }) => isService(facts, fact.component) && mayConcern(requirement, fact));
}

function isHeard({ requestHeaders }: ExchangeFact): boolean {
  return requestHeaders !== undefined && !('…' in requestHeaders);
}

// A name that nobody else has, near to the one that a document has.
function findMisspelt(asked: readonly Found<ExchangeFact>[], name: string, seen: Case): OwnHeader | undefined {
  for (const exchange of asked) {
    const unknown = Object.keys(exchange.fact.requestHeaders ?? {}).filter((one) => !isKnown(one, seen));
    const written = unknown.find((one) => plain(one) === plain(name)) ?? findNearest(name, unknown);
    if (written !== undefined && sideOf(name) !== 'answer')
      return { exchange, name, how: `sends ${written}, of which no document speaks` };
  }
  return undefined;
}

function plain(name: string): string {
  return name.replaceAll(/[-_]/gu, '');
}

function isKnown(name: string, { facts }: Case): boolean {
  return (
    REQUEST_HEADERS.includes(name) || facts.contract.approved.some(({ text }) => listNamedHeaders(text).includes(name))
  );
}

// What is promised of a request that has it is promised of no other.
function findForgotten(
  asked: readonly Found<ExchangeFact>[],
  name: string,
  { text }: Requirement,
): OwnHeader | undefined {
  const exchange = asked.at(-1);
  // Who is let in without proof is let in wrongly.
  const isOfRequest = sideOf(name) === 'request' && !isCredential(name, '') && !WITHOUT.test(text);
  return isOfRequest && exchange !== undefined ? { exchange, name, how: 'sends none' } : undefined;
}

/** A request that was answered as an earlier one with the same value in a header, where a document says that it is. */
export interface RepeatedRequest {
  readonly exchange: Found<ExchangeFact>;
  readonly repeated: RepeatedHeader;
  readonly requirement: Requirement;
}

const SAME = /\b(?:same|once|twice|second|again|repeat\w*|retr\w+|duplicate\w*|idempoten\w*|unique|of its own)\b/iu;

/** The first such request of a test; none where the test is about that very header. */
export function findRepeatedRequest({ exchanges, cited, facts }: Case): RepeatedRequest | undefined {
  for (const exchange of exchanges) {
    const { repeated, component } = exchange.fact;
    if (repeated === undefined || !isService(facts, component)) continue;
    const isOfIt = ({ text }: Requirement): boolean => listNamedHeaders(text).includes(repeated.name);
    const requirement = facts.contract.approved.find(
      (one) => isOfIt(one) && SAME.test(one.text) && mayConcern(one, exchange.fact),
    );
    const isAboutIt = cited.some(({ text }) => speaksOfHeader(text, repeated.name));
    if (requirement !== undefined && !isAboutIt) return { exchange, repeated, requirement };
  }
  return undefined;
}
