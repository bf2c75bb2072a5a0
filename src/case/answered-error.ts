import type { ContractCode, ExchangeFact } from '#domain';
import { isService } from './case.ts';
import type { Case } from './case.ts';
import { readCompared } from './differences.ts';
import { escapePattern } from './escape-pattern.ts';
import type { Found } from './found.ts';

/** An error answer of a service that a failure is about. */
export interface AnsweredError {
  readonly exchange: Found<ExchangeFact>;
  readonly code: string;
  /** What the contract or the protocol says of it. */
  readonly meaning?: ContractCode;
}

/** The decisive exchange, when a service answered it with an error. */
export function findAnsweredError({ decisive, facts }: Case): AnsweredError | undefined {
  if (decisive === undefined || decisive.fact.end !== 'error' || !isService(facts, decisive.fact.component))
    return undefined;
  const { code } = decisive.fact;
  if (code === undefined) return undefined;
  const meaning = facts.contract.code(code);
  return { exchange: decisive, code, ...(meaning === undefined ? {} : { meaning }) };
}

/** True when the test did not hope for this error: it was raised as it came, not compared. */
export function isUnexpected({ effect: { failure, reason } }: Case, { code }: AnsweredError): boolean {
  return reason !== 'assertion' || failure.expected === undefined || failure.expected !== code;
}

/** True when the failure itself shows the code, or the test did not look at it: an exchange that merely stands beside it is not what it is about. */
export function isShown({ effect: { failure }, unseen }: Case, { code, exchange }: AnsweredError): boolean {
  if (unseen !== undefined && unseen === exchange) return true;
  const { message, actual = '' } = failure;
  const isIn = (text: string): boolean => new RegExp(`(?<![\\w.-])${escapePattern(code)}(?!\\w)`, 'u').test(text);
  return failure.code === code || isIn(actual) || isIn(message) || NOTHING.test(actual);
}

/** Of an answer that was none, whatever was looked for in it is nothing. */
const NOTHING = /^(?:undefined|null|None|nil|<nil>)$/u;

/** True when the test wants a refusal, and merely another one: what it sends is wrong on purpose. */
export function wantsRefusal({ effect: { failure }, facts }: Case, { code }: AnsweredError): boolean {
  const wanted = [failure.expected, ...(readCompared(failure) ?? [])].filter(
    (one) => one !== undefined && one !== code,
  );
  return wanted.some((one) => {
    const blames = facts.contract.code(one ?? '')?.blames;
    return blames === 'caller' || blames === 'unsupported' || /^4\d\d$/u.test(one ?? '');
  });
}
