import { cite } from './rule.ts';
import { placeOf } from './rule-unknown-name.ts';
import { configuredName } from '#domain';
import type { WeightedRule } from './weighted-rule.ts';

const NO_CONNECTION = /\bwaiting with no open connection\b/u;

/** Nobody else was asked: a timer, a promise that nobody keeps, a terminal. */
export const ruleWaitsForItself: WeightedRule = {
  id: 'waits-for-itself',
  sentence:
    'A test whose time was over while its process held no connection and had asked nobody waits for itself: a sleep, a promise that nobody keeps, a terminal.',
  weights: { TEST_ARTIFACT: 8 },
  cites: 'what the process held open when its time was over',
  advises: 'wait on a condition of the service instead of on a clock, or take the question to the terminal out',
  otherwise: 'had it waited for an answer, the one who did not answer would be to blame',
  opine: (seen) => {
    const { effect, exchanges } = seen;
    const { reason, failure, attempt, seq, suite } = effect;
    if (reason !== 'time-limit' || attempt === undefined || attempt.busy !== undefined) return undefined;
    if (!NO_CONNECTION.test(failure.message)) return undefined;
    if (exchanges.some(({ fact }) => fact.end === 'silent')) return undefined;
    return {
      evidence: [cite(seq, 'waiting with no open connection')],
      lead: {
        about: configuredName(suite.planned),
        title: `a test of ${configuredName(suite.planned)} waited for itself until its time was over`,
        action: 'wait on a condition of the service instead of on a clock; a test never asks a terminal',
        ...placeOf(failure),
      },
    };
  },
};
