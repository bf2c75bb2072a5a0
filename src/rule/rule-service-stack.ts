import { oneLine } from '#domain';
import { citeLog, findDemand, findPassedOn, normaliseText } from '#case';
import { findTroubled } from './rule-wrong-far-end.ts';
import type { WeightedRule } from './weighted-rule.ts';

/** Something broke inside the service at the moment at which its behaviour was wrong, and at no other. */
export const ruleServiceStack: WeightedRule = {
  id: 'service-stack',
  sentence:
    'A service that writes a stack trace while its behaviour fails a test, and none while tests pass, has a fault at that place; not where it says itself that another side failed.',
  weights: { SYSTEM_CRITICAL: 5 },
  cites: 'the line of its log at which the trace begins',
  advises: 'mend the place that the trace names',
  otherwise: 'if the service wrote the same while tests pass, it would be no sign',
  opine: (seen) => {
    const found = seen.logs.find(({ fact }) => fact.nature === 'stack');
    // A trace by which it says that another side failed is no sign of a fault at its place.
    if (found === undefined || findDemand(seen) === undefined || findTroubled(seen) !== undefined) return undefined;
    if (findPassedOn(seen) !== undefined) return undefined;
    const { component, text } = found.fact;
    return {
      evidence: citeLog(found),
      lead: {
        about: normaliseText(oneLine(text, 200)),
        title: `${component} fails inside: ${oneLine(text, 240)}`,
        action: `mend the place in ${component} that its stack trace names`,
        ...(seen.decisive === undefined ? {} : { suspects: [seen.decisive.fact.method] }),
      },
    };
  },
};
