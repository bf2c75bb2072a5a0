import { cite, citeExchange, findFeltAway, namesWord, speaksOfAbsence } from '#case';
import type { Case, FeltAway } from '#case';
import { placeOf } from './place.ts';
import type { WeightedRule } from './weighted-rule.ts';

/** Somebody stopped it on purpose, and forgot to start it again. */
export const ruleLeftAway: WeightedRule = {
  id: 'left-away',
  sentence:
    'A test that wants a success, and feels that a component is away which an earlier test stopped, killed or paused by the control socket and nobody brought back, fails for what that test left behind; unless a requirement which it cites says what has to go on meanwhile.',
  weights: { TEST_ARTIFACT: 12, SYSTEM_CRITICAL: -7, INTEGRATION_ISSUE: -16, REQUIREMENT_GAP: -6 },
  cites: 'the end of the component, which was asked for, and the answer in which it was felt',
  advises: 'start the component again in the test, or the hook, that stopped it',
  otherwise: 'if the component had ended by itself, or had come back, the answer would be judged',
  opine: (seen) => {
    const felt = findFeltAway(seen);
    if (felt?.since !== 'left' || wantsAbsence(seen, felt)) return undefined;
    const { component, incident, exchange } = felt;
    return {
      evidence: [cite(incident.seq, incident.incident.text), citeExchange(exchange)],
      lead: {
        about: `left-away|${component}`,
        title: `${component} was still away, on purpose: ${incident.incident.text}, and nobody started it again`,
        action: `start ${component} again where it was stopped, also when that test fails`,
        ...placeOf(seen.effect.failure),
        locus: 'harness',
      },
    };
  },
};

// A refusal that is compared is meant to be one; a promise for this very state has to be kept, whoever brought it about.
function wantsAbsence({ cited, effect: { failure } }: Case, { component, exchange }: FeltAway): boolean {
  const { code = '' } = exchange.fact;
  if (/^(?:[45]\d\d|-\d{1,5})$/u.test(failure.expected ?? '')) return true;
  return cited.some(
    (one) => one.status === 'approved' && speaksOfAbsence(one, component) && !(code !== '' && namesWord(one, code)),
  );
}
