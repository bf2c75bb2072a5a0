import { withoutCallId } from '#domain';
import type { ExchangeFact } from '#domain';
import type { AnsweredError } from './answered-error.ts';
import type { Case } from './case.ts';
import { escapePattern } from './escape-pattern.ts';

type Asked = Pick<ExchangeFact, 'method' | 'request' | 'code'>;

/** Whether what is refused as not supported was served, in this test or in one that passed, or was never read as it was asked: then it is supported. */
export function isSupported(seen: Case, { exchange, code }: AnsweredError): boolean {
  const { fact } = exchange;
  const { elsewhere = [], from } = fact;
  const others: readonly Asked[] = [
    ...elsewhere.filter(({ how }) => how === 'same' || how === 'like'),
    ...seen.exchanges.filter(({ fact: one }) => one.from === from && one.end === 'answered').map((one) => one.fact),
  ];
  return others.some((one) => one.code !== code && isAlike(one, fact)) || isMisread(fact);
}

// By another value something else may be asked for, which is not supported; by another name of a thing it is not.
function isAlike(one: Asked, other: Asked): boolean {
  return routeOf(one) === routeOf(other) && withoutCallId(one.request) === withoutCallId(other.request);
}

function routeOf({ method }: Asked): string {
  return method.replaceAll(/\/\d+(?=[/?]|$)/gu, '/#');
}

// What it took for the method is the end of something else, and the method: it did not read where the request begins.
function isMisread({ protocol, method, answer }: ExchangeFact): boolean {
  const [verb = ''] = method.split(' ');
  return protocol === 'http' && new RegExp(`[^\\s'"(\`/>-]${escapePattern(verb)}\\b`, 'u').test(answer);
}
