import { textOfError } from './error-text.ts';
import { ANY_REFUSAL, clauseHolds, isPromisedCode, isSuccess, listClauses, namesOf } from '#domain';
import type { ExchangeFact, Held, Requirement } from '#domain';
import { contentWords, findDifferingCode, isRefusal, namesWord } from './answer-codes.ts';
import { findAnsweredError, isShown, isUnexpected, wantsRefusal } from './answered-error.ts';
import { isService } from './case.ts';
import type { Case } from './case.ts';
import { goesOnWithNothing, isOfNothing } from './decisive-exchange.ts';
import type { Found } from './found.ts';
import { makeFinder } from './sent-fields.ts';

/** An answer of a service, and the one that the test wants in its place; `ok` = any without an error. */
export interface Disputed {
  readonly exchange: Found<ExchangeFact>;
  readonly came: string;
  readonly wanted: string;
}

/** What a failure is about, where it is about which code is due. */
export function findDisputed(seen: Case): Disputed | undefined {
  const disputed = findCompared(seen);
  const follows = disputed !== undefined && isOfNothing(disputed.exchange) && goesOnWithNothing(seen.exchanges);
  return follows ? undefined : disputed;
}

function findCompared(seen: Case): Disputed | undefined {
  const differing = findDifferingCode(seen);
  if (differing !== undefined) return { exchange: differing.exchange, came: differing.code, wanted: differing.wanted };
  const found = findAnsweredError(seen);
  if (found !== undefined && isShown(seen, found) && isUnexpected(seen, found) && !wantsRefusal(seen, found))
    return { exchange: found.exchange, came: found.code, wanted: 'ok' };
  return findMissedRefusal(seen);
}

// Over JSON-RPC a success has no code that could be compared.
function findMissedRefusal({ decisive, facts, effect }: Case): Disputed | undefined {
  const { expected = '' } = effect.failure;
  if (effect.reason !== 'assertion' || decisive?.fact.end !== 'answered' || !isRefusal(expected)) return undefined;
  return isService(facts, decisive.fact.component) ? { exchange: decisive, came: 'ok', wanted: expected } : undefined;
}

/** How surely a requirement promises an answer: by what holds of the request, by its words alone, or not at all. */
export type Promised = 'held' | 'spoken' | 'denied' | 'silent';

/** Whether an approved requirement promises this code for this very request. */
export function promises(requirement: Requirement, code: string, { exchange }: Disputed, seen: Case): Promised {
  const { fact } = exchange;
  const clauses = listClauses(requirement).filter(({ answer }) => fits(answer.code, code));
  const find = makeFinder(fact, seen.facts.contract);
  const held = clauses.map((one): Held => clauseHolds(one, find));
  if (!mayConcern(requirement, fact)) return 'silent';
  if (held.includes(true)) return 'held';
  if (clauses.length > 0 && held.every((one) => one === false)) return 'denied';
  const isNamed = !isSuccess(code) && namesWord(requirement, code);
  return isNamed && speaksOf(requirement, fact) ? 'spoken' : 'silent';
}

function fits(promised: string | undefined, code: string): boolean {
  if (promised === undefined) return false;
  return promised === ANY_REFUSAL ? isRefusal(code) : isPromisedCode(promised, code);
}

/** A requirement that names methods or routes speaks of these alone. */
export function mayConcern(requirement: Requirement, { method }: ExchangeFact): boolean {
  const names = namesOf(requirement);
  return names.length === 0 || names.some((name) => isOfRoute(name, method));
}

function isOfRoute(name: string, method: string): boolean {
  const parts = method.replace(/\?.*$/u, '').split('/');
  const template = name.split('/');
  return (
    name === method ||
    (parts.length === template.length &&
      template.every((part, index) => part === parts[index] || /^(?::|\{|<)/u.test(part)))
  );
}

/** The folders of a run hold words of their own. */
const PATH = /\S*\/\S*/gu;

/** Whether a requirement speaks of what a refusal tells, in words beside those of the route. */
export function speaksOf({ text }: Requirement, { method, answer }: ExchangeFact): boolean {
  const own = contentWords(text);
  const ofRoute = contentWords(method.replaceAll(/[/_?=&]/gu, ' '));
  return [...contentWords(textOfError(answer).replaceAll(PATH, ' '))].some(
    (word) => own.has(word) && !ofRoute.has(word),
  );
}
