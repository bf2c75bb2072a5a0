import { isUsual } from '#domain';
import type { ExchangeFact, Requirement } from '#domain';
import { isService } from './case.ts';
import type { Case } from './case.ts';
import { listComparisons } from './comparison.ts';
import type { Found } from './found.ts';
import { listByForm, listNamedHeaders, sideOf, speaksOfHeader } from './header-names.ts';
import { listHeadersOf, saysMissing } from './headers-of-failure.ts';
import { mayConcern } from './promises.ts';

/** A header of an answer that a failure is about. */
export interface ComparedHeader {
  readonly exchange: Found<ExchangeFact>;
  /** In lower case. */
  readonly name: string;
  /** Undefined where the answer did not have it. */
  readonly came: string | undefined;
  readonly wanted: string;
}

/** As languages print what is not there. */
const NOTHING = /^(?:undefined|null|None|nil|<nil>|)$/u;

/** Which header of which answer a test compared: the last one that has what came for its value, or that lacks the one which the failure or its requirement names. */
export function findComparedHeader(seen: Case): ComparedHeader | undefined {
  const { effect, exchanges, facts, isTold } = seen;
  const heard = exchanges.filter(
    ({ fact }) => fact.answerHeaders !== undefined && isService(facts, fact.component) && fact.end !== 'silent',
  );
  if (isTold || heard.length === 0) return undefined;
  for (const { came, wanted } of listComparisons(effect.failure)) {
    const found = NOTHING.test(came) ? findLacking(heard, wanted, seen) : findHolding(heard, came, seen);
    if (found !== undefined) return { ...found, wanted };
  }
  return findUnread(heard, seen) ?? findShown(heard, seen);
}

type Heard = readonly Found<ExchangeFact>[];
type Named = Omit<ComparedHeader, 'wanted'>;

// What stands in the body as well may be meant there.
function findHolding(heard: Heard, came: string, { effect }: Case): Named | undefined {
  for (const exchange of heard.toReversed()) {
    const { answerHeaders = {}, answer } = exchange.fact;
    const found = Object.entries(answerHeaders).find(([, value]) => plain(value) === plain(came));
    const isElsewhere = answer.includes(came) && !effect.failure.message.toLowerCase().includes(found?.[0] ?? came);
    if (found !== undefined && came.length > 1 && !isElsewhere) return { exchange, name: found[0], came: found[1] };
  }
  return undefined;
}

// As an assertion tells it without its quotes.
function plain(value: string): string {
  return value.replaceAll(/^"|"$/gu, '');
}

function findLacking(heard: Heard, wanted: string, seen: Case): Named | undefined {
  const cited = seen.cited.flatMap(({ text }) => listNamedHeaders(text));
  const names = [...listHeadersOf(seen.effect.failure), ...cited, ...listByForm(wanted)];
  return findWithout(heard, names, seen) ?? findUnechoed(heard, wanted);
}

// What was sent beside a request, and does not come back beside its answer.
function findUnechoed(heard: Heard, wanted: string): Named | undefined {
  for (const exchange of heard.toReversed()) {
    const { requestHeaders = {}, answerHeaders = {} } = exchange.fact;
    const [name] = Object.entries(requestHeaders).find(([, value]) => value === wanted) ?? [];
    if (name !== undefined && wanted.length > 1 && isMissing(answerHeaders, name))
      return { exchange, name, came: undefined };
  }
  return undefined;
}

function findWithout(heard: Heard, names: readonly string[], seen: Case): Named | undefined {
  for (const exchange of heard.toReversed()) {
    const { answerHeaders = {} } = exchange.fact;
    const name = names.find((one) => sideOf(one) !== 'request' && isMissing(answerHeaders, one) && isKnown(one, seen));
    if (name !== undefined) return { exchange, name, came: undefined };
  }
  return undefined;
}

/** Whether an answer surely did not have a header: one that nobody keeps may have been there, and so may one that found no room. */
export function isMissing(headers: Readonly<Record<string, string>>, name: string): boolean {
  return !(name in headers) && !('…' in headers) && !isUsual(name);
}

// Any word in quotes could be a header.
function isKnown(name: string, { facts }: Case): boolean {
  return (
    sideOf(name) !== undefined || facts.contract.approved.some(({ text }) => listNamedHeaders(text).includes(name))
  );
}

// Where a library raises what it does not find, or a person says so in words of his own.
function findUnread(heard: Heard, seen: Case): ComparedHeader | undefined {
  const { failure } = seen.effect;
  const found = saysMissing(failure) ? findWithout(heard, listHeadersOf(failure), seen) : undefined;
  return found && { ...found, wanted: ANY_VALUE };
}

// A person tells what came, and not what was wanted in its place.
function findShown(heard: Heard, { effect: { failure, reason } }: Case): ComparedHeader | undefined {
  const { answerHeaders, answer } = heard.at(-1)?.fact ?? {};
  const came = answerHeaders?.['content-type'];
  const exchange = heard.at(-1);
  if (exchange === undefined || came === undefined || reason !== 'assertion' || answer?.includes(came) === true)
    return undefined;
  return failure.message.includes(`"${came}"`)
    ? { exchange, name: 'content-type', came, wanted: ANOTHER_VALUE }
    : undefined;
}

/** Stands for any value: it is missed. */
export const ANY_VALUE = 'any value';

/** Stands for a value that nobody tells. */
export const ANOTHER_VALUE = 'another value';

/** What an approved requirement promises of a header in the answer to this very request. */
export interface PromisedHeader {
  readonly requirement: Requirement;
  /** Undefined where it says only that it is there. */
  readonly value: string | undefined;
}

/** The first approved requirement that names the header, of those that the test cites, and of those that name the route. */
export function findPromisedHeader({ exchange, name }: ComparedHeader, seen: Case): PromisedHeader | undefined {
  const { fact } = exchange;
  const known = seen.facts.contract.approved.filter(
    (one) => (seen.cited.includes(one) || (one.names ?? []).length > 0) && mayConcern(one, fact) && isOfCode(one, fact),
  );
  for (const requirement of known) {
    const told = headersOf(requirement)[name];
    if (told !== undefined) return { requirement, value: told === true ? undefined : told };
    if (listNamedHeaders(requirement.text).includes(name))
      return { requirement, value: readValue(requirement.text, name) };
  }
  return undefined;
}

function headersOf({ answers }: Requirement): Readonly<Record<string, string | true>> {
  return answers?.headers ?? {};
}

// `An order is answered with 201 and its Location`: of other codes it says nothing.
function isOfCode({ text }: Requirement, { code = '' }: ExchangeFact): boolean {
  const codes: readonly string[] = text.match(/(?<![\w.-])[1-5]\d\d(?!\w|\.\d)/gu) ?? [];
  return codes.length === 0 || codes.includes(code);
}

/** `Cache-Control: no-store`, `the Content-Type text/csv`: of what follows only what looks like a value, and is no form with places in it. */
function readValue(text: string, name: string): string | undefined {
  const after = text.slice(text.toLowerCase().indexOf(name) + name.length);
  const [all = '', sign, value = ''] = /^(:| is| of|=)? ?["'`]?([\w*/+.;=-]*[\w*])/u.exec(after) ?? [];
  const next = after.slice(all.length);
  if (value === '' || !/^(?:["'`.,;)\s]|$)/u.test(next)) return undefined;
  const isWord = /^[A-Za-z]+$/u.test(value);
  return isWord && (sign === undefined || /^ (?:is|of)$/u.test(sign) || !/^["'`]?(?:[.,;)]|$)/u.test(next))
    ? undefined
    : value;
}

/** Whether what came is what is promised: letters, and parameters of a type of content, mean the same in any form; one of a list is in it. */
export function isSameValue(came: string, promised: string): boolean {
  const [one = '', other = ''] = [came, promised].map((side) => side.toLowerCase().replaceAll(/[\s"]/gu, ''));
  if (one === other || one.split(',').includes(other)) return true;
  return !other.includes(';') && one.includes('/') && one.replace(/;.*$/u, '') === other;
}

/** Whether what the test cites, or an approved requirement that names the route, speaks of what the header tells. */
export function isSpokenOf({ exchange, name }: ComparedHeader, { cited, facts }: Case): boolean {
  const ofRoute = facts.contract.approved.filter(
    (one) => (one.names ?? []).length > 0 && mayConcern(one, exchange.fact),
  );
  return [...cited, ...ofRoute].some(({ text }) => speaksOfHeader(text, name));
}
