import type { Effect, ExchangeFact } from '#domain';
import type { Found } from './found.ts';
import type { RunFacts } from './run-facts.ts';

const NUMBER = /^-?\d{3,6}$/u;

/**
 * What a failure itself tells of an error answer, where no exchange was recorded (a client that is not the kit's): the code that the
 * error carries, or the one that was compared. Told by the test alone, so it says less than a record.
 */
export function readToldExchange(effect: Effect, facts: RunFacts): Found<ExchangeFact> | undefined {
  const code = codeOf(effect);
  const [service, ...others] = facts.state.components.filter((one) => one.kind === 'service');
  if (service === undefined || others.length > 0 || !isErrorCode(code, facts)) return undefined;
  const { failure, seq } = effect;
  return {
    seq,
    fact: {
      kind: 'exchange',
      protocol: code.startsWith('-') ? 'json-rpc' : 'http',
      address: '',
      component: service.name,
      method: facts.contract.findName(failure.message) ?? '',
      request: '',
      end: 'error',
      code,
      answer: failure.message,
      tookMs: 0,
    },
  };
}

function codeOf({ failure: { code = '', expected = '', actual = '' }, reason }: Effect): string {
  if (reason !== 'assertion') return code;
  return NUMBER.test(expected) && expected !== actual ? actual : '';
}

function isErrorCode(code: string, facts: RunFacts): boolean {
  if (!NUMBER.test(code)) return false;
  return facts.contract.code(code) !== undefined || /^-32\d{3}$|^[45]\d\d$/u.test(code);
}
