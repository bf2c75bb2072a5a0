import { oneLine } from '#domain';
import { citeExchange, findAnsweredError, findPassedOn, isUnexpected, normaliseText, textOfError } from '#case';
import type { AnsweredError, Case } from '#case';
import { findTroubled } from './rule-wrong-far-end.ts';
import type { Lead, WeightedRule } from './weighted-rule.ts';

/** The service itself says that something in it went wrong. */
export const ruleFaultCode: WeightedRule = {
  id: 'fault-code',
  sentence:
    'A service that answers with a code by which it reports a fault of its own (-32603, 500, or as the contract says) has one; not where it says itself that another side failed.',
  weights: { SYSTEM_CRITICAL: 7 },
  cites: 'the exchange with its code, and what the contract says of the code',
  advises: "mend what the service's log says at that moment",
  otherwise:
    "if the code were one that reports the caller's mistake or a dependency's failure, the service alone would not be to blame",
  opine: (seen) => {
    const found = findOwnFault(seen);
    // Where it says itself that another side failed, it only passes that on.
    if (found === undefined || findTroubled(seen) !== undefined || findPassedOn(seen) !== undefined) return undefined;
    const { exchange, code } = found;
    const { component = 'the service', method, answer } = exchange.fact;
    return {
      evidence: [citeExchange(exchange)],
      lead: {
        about: `${code}|${normaliseText(textOfError(answer))}`,
        title: `${component} answers ${method || 'a request'} with ${code}, a fault of its own: ${oneLine(textOfError(answer), 160)}`,
        action: `mend what ${component} logged when it answered ${method || 'the request'} with ${code}`,
        ...suspectsOf(method, seen),
      },
    };
  },
};

// Where nobody tells what was asked, what the test is to prove tells which of the service's faults it may be.
function suspectsOf(method: string, { cited }: Case): Pick<Lead, 'suspects'> {
  const suspects = method === '' ? cited.filter((one) => one.status === 'approved').map((one) => one.id) : [method];
  return suspects.length === 0 ? {} : { suspects };
}

/** The error answer by which a service reports a fault of its own, unless the test had hoped for it. */
export function findOwnFault(seen: Case): AnsweredError | undefined {
  const found = findAnsweredError(seen);
  return found?.meaning?.blames === 'service' && isUnexpected(seen, found) ? found : undefined;
}
