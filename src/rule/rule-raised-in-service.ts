import { placeOf } from './place.ts';
import { oneLine } from '#domain';
import { cite, isRaisedInService, normaliseText } from '#case';
import type { WeightedRule } from './weighted-rule.ts';

/** A test that runs the service's code in its own process: the frame says whose line broke. */
export const ruleRaisedInService: WeightedRule = {
  id: 'raised-in-service',
  sentence: "An exception of the language that was raised in a line of the service's own code is a fault of that line.",
  weights: { SYSTEM_CRITICAL: 7 },
  cites: "the exception with its first frame, which lies in the service's folder",
  advises: 'mend the line that raised it',
  otherwise: 'if it had been raised in a line of the test, the test would be to blame',
  opine: (seen) => {
    const { effect, raise } = seen;
    const [frame] = effect.failure.frames;
    if (!isRaisedInService(effect.failure.frames) || frame === undefined) return undefined;
    if (raise.kind !== 'unknown-name' && raise.kind !== 'no-value' && raise.kind !== 'misuse') return undefined;
    const { failure, seq } = effect;
    return {
      evidence: [cite(seq, `raised in ${frame.file}:${frame.line}, which is of the service`)],
      lead: {
        about: `${failure.type}|${normaliseText(failure.message)}`,
        title: `the code of the service raised ${oneLine(`${failure.type}: ${failure.message}`, 220)}`,
        action: 'mend the line that raised it',
        ...placeOf(failure),
      },
    };
  },
};
