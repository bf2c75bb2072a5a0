import { placeOf } from './place.ts';
import { configuredName } from '#domain';
import type { Evidence } from '#domain';
import { cite } from '#case';
import type { Case } from '#case';
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
  otherwise: 'if it had waited for an answer, whoever did not answer would be to blame',
  opine: (seen) => {
    const { effect, exchanges } = seen;
    const { reason, failure, attempt, suite } = effect;
    if (reason !== 'time-limit' || attempt === undefined || attempt.busy !== undefined) return undefined;
    if (exchanges.some(({ fact }) => fact.end === 'silent')) return undefined;
    const evidence = findOwnWait(seen);
    if (evidence.length === 0) return undefined;
    return {
      evidence,
      lead: {
        about: configuredName(suite.planned),
        title: `a test of ${configuredName(suite.planned)} waited for itself until its time was over`,
        action: 'wait on a condition of the service instead of on a clock; a test never asks a terminal',
        ...placeOf(failure),
      },
    };
  },
};

// By what its processes held open; by the words of the runner where nobody looked.
function findOwnWait({ hangs, effect: { seq, test, failure } }: Case): readonly Evidence[] {
  const atTerminal = hangs.filter(({ fact }) => fact.waitsFor.includes('terminal'));
  if (atTerminal.length > 0) return atTerminal.map((one) => cite(one.seq, `${one.fact.program} waits for a terminal`));
  // Of a test whose end nobody told, the words are those of its attempt.
  const isOwnWord = test === undefined || test.seq > 0;
  const told = isOwnWord && NO_CONNECTION.test(failure.message) ? [cite(seq, 'waiting with no open connection')] : [];
  if (hangs.length === 0) return told;
  if (hangs.some(({ fact }) => fact.doing !== 'waits' || fact.peers.length > 0)) return [];
  return hangs.map(({ seq: of, fact }) => cite(of, `${fact.program} waits, connected to nobody`));
}
