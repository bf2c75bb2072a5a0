import type { ContractCode, ExchangeFact } from '#domain';
import { isService } from './case.ts';
import type { Case } from './case.ts';
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
