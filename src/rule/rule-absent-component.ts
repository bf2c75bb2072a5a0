import { findRefusal } from '#case';
import { citeRefusal } from './rule-unknown-address.ts';
import { suiteKey } from './rule.ts';
import type { WeightedRule } from './weighted-rule.ts';

/** The port was leased, but nobody had started what belongs there, or it had been stopped on purpose. */
export const ruleAbsentComponent: WeightedRule = {
  id: 'absent-component',
  sentence:
    'A connection that was refused because its component was not running, without an incident: nobody had started it, or the suite had stopped it.',
  weights: { TEST_ARTIFACT: 6 },
  cites: 'the refused address, its lease, and the last state of its component',
  advises: 'require the component, or start it before it is asked',
  otherwise: 'if the component had run, or had died by itself, the test would not be to blame',
  opine: (seen) => {
    const refusal = findRefusal(seen);
    if (refusal?.holder.kind !== 'gone') return undefined;
    const { component } = refusal.holder;
    return {
      evidence: citeRefusal(seen, refusal),
      lead: {
        about: component,
        title: `${component} was not running when the test connected to it, and nothing had happened to it`,
        action: `start ${component} before it is asked, or require it`,
        where: `${suiteKey(seen.effect.suite.planned)}.requires`,
        locus: 'harness',
      },
    };
  },
};
