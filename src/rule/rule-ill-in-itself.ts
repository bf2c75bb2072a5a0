import { oneLine } from '#domain';
import { citeExperiments, isService, lastExperiment } from '#case';
import type { Case } from '#case';
import type { WeightedRule } from './weighted-rule.ts';

/** In a fresh world, with no suite beside it, what the service needs does not prove ready. */
export const ruleIllInItself: WeightedRule = {
  id: 'ill-in-itself',
  sentence:
    'A component that the service needs, and that does not prove ready in a fresh world without any suite either, is what fails the test.',
  weights: { INTEGRATION_ISSUE: 6, SYSTEM_CRITICAL: -2, TEST_ARTIFACT: -2 },
  cites: 'the experiment: each component, asked for its proof of readiness',
  advises: 'look at the component by itself',
  otherwise: 'if the component were well by itself, what goes between the two would be looked at',
  opine: (seen) => {
    const made = lastExperiment(seen, 'probe-dependency');
    const ill = made?.result === 'same' ? findIll(seen, made.note) : undefined;
    if (made === undefined || ill === undefined) return undefined;
    return {
      evidence: citeExperiments([made]),
      lead: {
        about: ill,
        title: `${ill} does not prove ready in a fresh world either: ${oneLine(made.note, 160)}`,
        action: `look at ${ill} by itself`,
        where: `components.${ill}`,
        locus: 'dependency',
      },
    };
  },
};

function findIll({ facts, world }: Case, note: string): string | undefined {
  return world?.components.find((name) => !isService(facts, name) && note.includes(`${name}: `));
}
