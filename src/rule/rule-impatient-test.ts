import { LEAST_PATIENCE_MS, citeExchange, citeProbe, isService } from '#case';
import type { Case } from '#case';
import { placeOf } from './place.ts';
import { isAboutTime } from './rule-noisy-host.ts';
import type { WeightedRule } from './weighted-rule.ts';

/** The service was asked, and the test went away before it could have said anything. */
export const ruleImpatientTest: WeightedRule = {
  id: 'impatient-test',
  sentence:
    'A test that gives a service, which answers its probe, less than half a second, by no requirement on time, gives it too little.',
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
        title: `the test waits ${Math.round(decisive.fact.tookMs)} ms for the answer to ${decisive.fact.method}, and then goes away`,
        action: 'give the request more time',
        ...placeOf(effect.failure),
      },
    };
  },
};

/** Silence so short that it says nothing of the service. */
export function isImpatient({ decisive, probes, facts, cited, hangs }: Case): boolean {
  if (decisive?.fact.end !== 'silent' || decisive.fact.tookMs >= LEAST_PATIENCE_MS) return false;
  const { component } = decisive.fact;
  if (!isService(facts, component) || cited.some(isAboutTime)) return false;
  const isDeaf = hangs.some(({ fact }) =>
    fact.peers.some((one) => one.component === component && one.unreadByPeer > 0),
  );
  return !isDeaf && probes.get(component ?? '')?.fact.ok === true;
}
