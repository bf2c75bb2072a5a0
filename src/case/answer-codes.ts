import type { ExchangeFact, Requirement } from '#domain';
import { isService } from './case.ts';
import type { Case } from './case.ts';
import { readCompared } from './differences.ts';
import { escapePattern } from './escape-pattern.ts';
import type { Found } from './found.ts';

/** An answer of a service whose code a test compared with another one. */
export interface DifferingCode {
  readonly exchange: Found<ExchangeFact>;
  /** What came. */
  readonly code: string;
  readonly wanted: string;
}

/** The last answer whose code stands on one side of a comparison that failed. */
export function findDifferingCode({ effect, exchanges, facts, isTold }: Case): DifferingCode | undefined {
  const compared = effect.reason === 'assertion' && !isTold ? readCompared(effect.failure) : undefined;
  if (compared === undefined) return undefined;
  const exchange = exchanges.findLast(
    ({ fact }) => isService(facts, fact.component) && compared.some((one) => one === fact.code),
  );
  const [code, wanted] = exchange?.fact.code === compared[0] ? compared : [compared[1], compared[0]];
  return exchange === undefined || code === wanted ? undefined : { exchange, code, wanted };
}

const UNWANTED = /(?<![\w.])(-?\d{3,5}) !==? \1(?![\w.])|strictly unequal to: (-?\d{3,5})\s*$/u;

/** The last answer whose code a test wants to be any other. */
export function findUnwantedCode({ effect, exchanges, facts, isTold }: Case): DifferingCode | undefined {
  const [, one, other] = (effect.reason === 'assertion' && !isTold && UNWANTED.exec(effect.failure.message)) || [];
  const code = one ?? other;
  const exchange = exchanges.findLast(({ fact }) => isService(facts, fact.component) && fact.code === code);
  return code === undefined || exchange === undefined ? undefined : { exchange, code, wanted: `any but ${code}` };
}

/** Whether the words of a requirement, or the names that it lists, hold a code or a word by itself. */
export function namesWord({ text, names = [] }: Requirement, word: string): boolean {
  if (names.includes(word)) return true;
  return new RegExp(`(?<![\\w.-])${escapePattern(word)}(?![\\w]|\\.\\d)`, 'u').test(text);
}

/** Approved requirements that speak of what an answer speaks of, or name its method. */
export function listRelated({ facts }: Case, { answer, method }: ExchangeFact): readonly Requirement[] {
  const said = contentWords(answer);
  const isRelated = ({ text }: Requirement): boolean => [...contentWords(text)].some((word) => said.has(word));
  return facts.contract.approved.filter((one) => isRelated(one) || one.names?.includes(method) === true);
}

/** A code by which the caller is refused. */
export function isRefusal(code: string): boolean {
  return /^4\d\d$|^-\d+$/u.test(code);
}

/** Words that tell one situation from another; the small ones stand in every sentence. */
export function contentWords(text: string): ReadonlySet<string> {
  const words = text.toLowerCase().match(/[a-z][a-z_]{3,}/gu) ?? [];
  return new Set(words.filter((word) => !SMALL.has(word)).map((word) => word.replace(/s$/u, '')));
}

const SMALL: ReadonlySet<string> = new Set(
  'with that this than then them they there from into must have been were will when where which what whose only also each other another error message code status answer answered answers unknown such null true false result jsonrpc data'.split(
    ' ',
  ),
);
