import { oneLine } from '#domain';
import { citeExchange, findAnsweredError, isBelowOwnItem, isUnexpected, readMissing } from '#case';
import type { AnsweredError, Case } from '#case';
import type { WeightedRule } from './weighted-rule.ts';

const ABSENT: ReadonlySet<string> = new Set(['-32601', '404', '405', '410', '501']);

const OF_ITEMS: ReadonlySet<string> = new Set(['404', '410']);

/** The document promises it, and the service says that there is no such thing. */
export const ruleAbsentName: WeightedRule = {
  id: 'absent-name',
  sentence:
    'A documented method or route that the service does not have (-32601, 404, 405, 410, 501) is a gap between document and service.',
  weights: { REQUIREMENT_GAP: 11, SYSTEM_CRITICAL: -3 },
  cites: 'the exchange with its code, and that the contract lists the name',
  advises: 'build it, or take it out of the contract',
  otherwise: 'if the contract did not list the name, the test would ask for something that nobody promised',
  opine: (seen) => {
    const found = findAbsence(seen);
    if (found === undefined) return undefined;
    const { exchange, code, meaning } = found;
    // Where the contract itself says that some things are not built yet, that is said of it.
    if (meaning?.blames === 'unsupported') return undefined;
    const { method, component = 'the service' } = exchange.fact;
    if (seen.facts.contract.name(method) !== 'documented') return undefined;
    return {
      evidence: [citeExchange(exchange)],
      lead: {
        about: method,
        title: `${component} does not have ${oneLine(method, 100)}, which the contract lists (${code})`,
        action: `build ${oneLine(method, 100)}, or take it out of the contract: a decision is needed`,
        where: 'contract',
      },
    };
  },
};

/** An answer by which a service says that there is no such method or route. */
export function findAbsence(seen: Case): AnsweredError | undefined {
  const found = findAnsweredError(seen);
  if (found === undefined || !ABSENT.has(found.code) || !isUnexpected(seen, found)) return undefined;
  // Where another item is there, so is the route. An item that is not there is no route that is not there; below one that was just made it is the route.
  const { method, beside } = found.exchange.fact;
  const isTemplated = seen.facts.contract.isTemplated(method);
  if (isTemplated && beside !== undefined) return undefined;
  return OF_ITEMS.has(found.code) && isOfItem(seen, found, isTemplated) ? undefined : found;
}

// What the refusal names, or the route has a place for.
function isOfItem(seen: Case, { exchange }: AnsweredError, isTemplated: boolean): boolean {
  return readMissing(exchange.fact) !== undefined || (isTemplated && !isBelowOwnItem(seen));
}
