import { oneLine } from '#domain';
import { findFarEnd, listTroubles, wasStoppedMeanwhile } from '#case';
import type { Case, FarEnd, Trouble } from '#case';
import type { WeightedRule } from './weighted-rule.ts';

/** The service names the address at which it failed: whose it is decides. */
export const ruleWrongFarEnd: WeightedRule = {
  id: 'wrong-far-end',
  sentence:
    "A service that reports trouble with an address which is another component's, or nobody's, or in whose trouble a server that it needs says in its own words that it does not serve it (full, read only, no entry), is not at one with what it needs.",
  weights: { INTEGRATION_ISSUE: 9, SYSTEM_CRITICAL: -3 },
  cites: 'the line of its log, or its answer, that names the address, and the leases of the world',
  advises: 'compare the settings of the service with the address and the rules of the component',
  otherwise: "if the address were the service's own, or the component were down, it would be judged by that",
  opine: (seen) => {
    const troubled = findTroubled(seen);
    if (troubled === undefined) return undefined;
    const { component, text, evidence, farEnd } = troubled;
    return {
      evidence: [...evidence, ...farEnd.evidence],
      lead: {
        about: `${component}>${farEnd.name}`,
        title: `${component} fails at ${farEnd.described}: ${oneLine(text, 200)}`,
        action: `compare the settings of ${component} with ${farEnd.described}`,
        where: `components.${component}.env`,
      },
    };
  },
};

/** The first trouble of a service that names its other side. */
export function findTroubled(seen: Case): (Trouble & { readonly farEnd: FarEnd }) | undefined {
  const { world, atMs, facts, effect } = seen;
  const incidents = facts.incidentsOf(effect.attempt?.world ?? '');
  for (const trouble of listTroubles(seen)) {
    const { component, text } = trouble;
    if (isOfOther(text, seen)) continue;
    const dependencies = facts.requiresOf(component);
    const farEnd = findFarEnd(text, { component, world, atMs, incidents, dependencies, kindOf: facts.kindOf });
    if (farEnd !== undefined && !(AWAY.test(text) && isPast(seen, farEnd.name))) return { ...trouble, farEnd };
  }
  return undefined;
}

const ROUTE = /\b(?:GET|POST|PUT|PATCH|DELETE) \/[\w./-]*/u;

// A line that names a request which went well in this test is about that of another: programs stamp their lines to the second.
function isOfOther(text: string, { decisive, exchanges, facts }: Case): boolean {
  const [named] = ROUTE.exec(text) ?? [];
  if (named === undefined || decisive === undefined) return false;
  const routeOf = (method: string): string => facts.contract.listedName(method);
  const own = exchanges.filter(({ fact }) => routeOf(fact.method) === routeOf(named));
  return own.length > 0 && !own.includes(decisive) && own.every(({ fact }) => fact.end === 'answered');
}

/** How a service says that nobody is there. */
const AWAY = /refused|ECONN|reset|hang up|EOF|time.?out|timed out|deadline|closed|unreachable|no answer/iu;

// What a service said while its other side was away on purpose is no trouble of an answer that it gave.
function isPast(seen: Case, component: string): boolean {
  const { decisive, facts } = seen;
  const isOfOwn =
    decisive?.fact.end === 'answered' || facts.contract.code(decisive?.fact.code ?? '')?.blames === 'caller';
  return isOfOwn && wasStoppedMeanwhile(seen, component);
}
