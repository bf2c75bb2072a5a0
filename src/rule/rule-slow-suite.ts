import { configuredName, formatDuration } from '#domain';
import type { AttemptState, Effect } from '#domain';
import { cite } from '#case';
import { suiteKey } from './rule.ts';
import type { WeightedRule } from './weighted-rule.ts';

/** Nothing hangs: there is merely more to do than there is time. */
export const ruleSlowSuite: WeightedRule = {
  id: 'slow-suite',
  sentence:
    'A suite whose tests kept passing until its limit struck, none of them slower than those before, has a limit that is too short for it.',
  weights: { TEST_ARTIFACT: 10, SYSTEM_CRITICAL: -3 },
  cites: 'the durations of the tests that passed, and the limit',
  advises: 'give the suite more time, or divide it',
  otherwise: 'if one test had taken much longer than the others, that test would be looked at',
  opine: ({ effect }) => {
    const pace = findPace(effect);
    if (pace === undefined) return undefined;
    const { planned } = effect.suite;
    const name = configuredName(planned);
    return {
      evidence: [
        cite(effect.seq, 'time limit'),
        ...pace.seqs.slice(-QUOTED).map((seq) => cite(seq, 'passed before the limit struck')),
      ],
      lead: {
        about: name,
        title: `${name} takes longer than its limit of ${formatDuration(planned.timeoutMs)}: ${pace.passed} tests passed one after another until it struck`,
        action: `give ${name} more time, or divide it`,
        where: `${suiteKey(planned)}.timeout`,
      },
    };
  },
};

interface Pace {
  readonly passed: number;
  /** Of the tests that passed. */
  readonly seqs: readonly number[];
}

const LEAST_PASSED = 3;
const QUOTED = 8;

function findPace({ reason, attempt, test, suite }: Effect): Pace | undefined {
  if (reason !== 'time-limit' || attempt === undefined || test === undefined) return undefined;
  const passed = attempt.tests.filter((one) => one.outcome === 'passed' && one.endedAtMs !== undefined);
  const last = passed.at(-1);
  if (last?.endedAtMs === undefined || passed.length < LEAST_PASSED) return undefined;
  const slowestMs = Math.max(...passed.map((one) => one.durationMs));
  const idleMs = silentMs(attempt, test.endedAtMs, last.endedAtMs);
  const busyMs = passed.reduce((sum, one) => sum + one.durationMs, 0);
  return idleMs <= slowestMs * 2 + 1000 && busyMs >= suite.planned.timeoutMs / 3
    ? { passed: passed.length, seqs: passed.map((one) => one.seq) }
    : undefined;
}

// How long the test that was cut off had been running: since the last one that passed.
function silentMs(attempt: AttemptState, endedAtMs: number | undefined, lastMs: number): number {
  return (endedAtMs ?? attempt.endedAtMs ?? lastMs) - lastMs;
}
