import type { ExchangeFact } from '#domain';
import { namesWord } from './answer-codes.ts';
import type { Case } from './case.ts';

/** By these a server says that nothing follows: RFC 9110, 15.2, 15.3.5, 15.3.6, 15.4.5; and of HEAD 9.3.2. */
const WITHOUT_BODY = /^(?:1\d\d|204|205|304)$/u;

/** Whether an answer can have no body at all, whatever its service had wished to tell. */
export function isBodiless({ method, code = '' }: ExchangeFact): boolean {
  return WITHOUT_BODY.test(code) || method.startsWith('HEAD ');
}

/** Whether the documents promise something to be read there: fields of this very route, or another code in place of the one that tells nothing. */
export function isBodyOwed({ method, code = '' }: ExchangeFact, { facts: { contract }, cited }: Case): boolean {
  if ((contract.fieldsOf(method)?.must.length ?? 0) > 0) return true;
  const named = cited.filter(({ status }) => status === 'approved');
  return (
    named.some(({ text }) => OTHER_SUCCESS.test(text.replaceAll(code, ''))) &&
    !named.some((one) => namesWord(one, code))
  );
}

const OTHER_SUCCESS = /(?<![\w.-])20\d(?![\w.])/u;
