import { placeOf } from './place.ts';
import { oneLine } from '#domain';
import { cite, citeProbe, wasStoppedOnPurpose } from '#case';
import type { WeightedRule } from './weighted-rule.ts';

/** Nobody says where; but all who could be meant are there, and the test asked none of them. */
export const ruleRefusedElsewhere: WeightedRule = {
  id: 'refused-elsewhere',
  sentence:
    'A connection that was refused at an address which nobody tells, in a test that exchanged nothing with any component while all of them answer their probes, was for somebody else.',
  weights: { TEST_ARTIFACT: 6 },
  cites: 'the exception, and the probes of the components',
  advises: 'take the address from the world that the suite is given',
  otherwise: 'if a component of the world had refused it, that would be the cause',
  opine: (seen) => {
    const { raise, exchanges, probes, effect } = seen;
    if (raise.kind !== 'refused' || raise.peer !== undefined || exchanges.length > 0) return undefined;
    const asked = [...probes.values()];
    const isSure = asked.every(({ fact }) => fact.ok && !wasStoppedOnPurpose(seen, fact.component));
    if (asked.length === 0 || !isSure) return undefined;
    return {
      evidence: [cite(effect.seq, 'connection refused'), ...asked.map(citeProbe)],
      lead: {
        about: placeOf(effect.failure).where ?? 'connection',
        title: `the test connects to somebody who is no component of its world: ${oneLine(effect.failure.message, 200)}`,
        action: 'take the address from the world that the suite is given (`REALITY_…`), in place of one of its own',
        ...placeOf(effect.failure),
      },
    };
  },
};
