import type { Requirement } from '#domain';
import { cite } from '#case';
import type { WeightedRule } from './weighted-rule.ts';

const BUSY = 1.5;
const TIME_WORDS = /\b(?:within|less than|at most|faster|latency|p9\d|\d+ ?(?:ms|s|seconds))\b/iu;

/** On a busy host a slow answer says nothing yet. */
export const ruleNoisyHost: WeightedRule = {
  id: 'noisy-host',
  sentence:
    'A limit on time that is missed on a host with more to do than it has processors does not show a fault of the service.',
  weights: { SYSTEM_CRITICAL: -4, REQUIREMENT_GAP: -1 },
  cites: 'the load of the host while the test ran',
  otherwise: 'if the host were quiet, a missed limit would be a fault of the service',
  opine: ({ load, cited }) => {
    if (load === undefined || load.fact.load <= load.fact.cpus * BUSY || !cited.some(isAboutTime)) return undefined;
    const { load: queue, cpus } = load.fact;
    return { evidence: [cite(load.seq, `load ${queue.toFixed(1)} on ${cpus} processors`)] };
  },
};

/** A requirement that sets a limit on time. */
export function isAboutTime({ kind, text }: Requirement): boolean {
  return kind === 'limit' && TIME_WORDS.test(text);
}
