import type { ExchangeFact, Requirement } from '#domain';
import { LEAST_PATIENCE_MS, MOST_PATIENCE_MS, citeExchange, citeProbe, isService, mayConcern } from '#case';
import type { Case } from '#case';
import { placeOf } from './place.ts';
import { isAboutTime } from './rule-noisy-host.ts';
import type { WeightedRule } from './weighted-rule.ts';

/** The service was asked, and the test went away before it could have said anything. */
export const ruleImpatientTest: WeightedRule = {
  id: 'impatient-test',
  sentence:
    'A test that gives a service, which answers its probe, less than half a second, or gives up before an answer that comes within four, by no requirement on time, gives it too little.',
  weights: { TEST_ARTIFACT: 8 },
  cites: "the exchange that the test broke off, and the service's probe",
  advises: 'give the request more time',
  otherwise: 'if the service had been silent for longer, or a requirement had set the limit, it would hang',
  opine: (seen) => {
    const { decisive, probes, effect } = seen;
    if (decisive === undefined || !isImpatient(seen)) return undefined;
    const probe = probes.get(decisive.fact.component ?? '');
    return {
      evidence: [citeExchange(decisive), ...(probe === undefined ? [] : [citeProbe(probe)])],
      lead: {
        about: decisive.fact.method,
        title: `the test waits ${Math.round(decisive.fact.tookMs)} ms for the answer to ${decisive.fact.method}, and then goes away${describeLate(decisive.fact)}`,
        action: 'give the request more time',
        ...placeOf(effect.failure),
      },
    };
  },
};

/** Silence so short that it says nothing of the service. */
export function isImpatient(seen: Case): boolean {
  const { decisive, probes, facts, cited } = seen;
  if (decisive?.fact.end !== 'silent' || cited.some(isAboutTime)) return false;
  const { component = '', tookMs } = decisive.fact;
  if (!isService(facts, component) || probes.get(component)?.fact.ok !== true) return false;
  return (tookMs < LEAST_PATIENCE_MS && !isDeaf(component, seen)) || isSoon(decisive.fact, seen);
}

function isDeaf(component: string, { hangs }: Case): boolean {
  return hangs.some(({ fact }) => fact.peers.some((one) => one.component === component && one.unreadByPeer > 0));
}

// Known to have been answered a little later, where nobody promised to be faster.
function isSoon(fact: ExchangeFact, seen: Case): boolean {
  const lateMs = fact.lateMs ?? findLate(fact, seen);
  if (lateMs === undefined || lateMs < fact.tookMs || lateMs >= MOST_PATIENCE_MS) return false;
  return !seen.facts.contract.approved.some(
    (one) => setsTime(one) && (one.names ?? []).length > 0 && mayConcern(one, fact),
  );
}

// Nobody hears what comes after the last test: but by the same name others were answered, after their time.
function findLate({ component, method }: ExchangeFact, { effect: { attempt } }: Case): number | undefined {
  const late = attempt?.facts.flatMap(({ fact }) => {
    const isSame = fact.kind === 'exchange' && fact.component === component && fact.method === method;
    return isSame && fact.lateMs !== undefined ? [fact.lateMs] : [];
  });
  return late === undefined || late.length === 0 ? undefined : Math.max(...late);
}

function setsTime(one: Requirement): boolean {
  return isAboutTime(one) || one.answers?.withinMs !== undefined;
}

function describeLate({ lateMs }: ExchangeFact): string {
  return lateMs === undefined ? '' : `; it came after ${lateMs} ms`;
}
