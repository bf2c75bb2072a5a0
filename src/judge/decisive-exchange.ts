import type { ExchangeFact, Failure } from '#domain';
import type { Found } from './found.ts';

type Exchange = Found<ExchangeFact>;

/**
 * The exchange that a failure is about: the one whose code the failure carries, else the last one that its text names, else the last
 * one that came to nothing when something was waited for, else the last one with a service.
 */
export function findDecisive(
  exchanges: readonly Exchange[],
  failure: Failure,
  isService: (exchange: ExchangeFact) => boolean,
): Exchange | undefined {
  if (exchanges.length === 0) return undefined;
  const { code, message, peer } = failure;
  return (
    exchanges.findLast(({ fact }) => code !== undefined && fact.code === code && fact.end !== 'answered') ??
    exchanges.findLast(({ fact }) => peer !== undefined && fact.address === peer && fact.end !== 'answered') ??
    exchanges.findLast(({ fact }) => isNamed(fact.method, message)) ??
    exchanges.findLast(({ fact }) => fact.end === 'silent' || fact.end === 'refused') ??
    exchanges.findLast(({ fact }) => isService(fact)) ??
    exchanges.at(-1)
  );
}

// A route is named by its path alone.
function isNamed(method: string, message: string): boolean {
  const name = method.replace(/^[A-Z]+ /u, '');
  return name.length > 3 && message.includes(name);
}
