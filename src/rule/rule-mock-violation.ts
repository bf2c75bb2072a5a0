import { configuredName, oneLine } from '#domain';
import type { Effect, FoundMock } from '#domain';
import { cite, normaliseText, violationsOf } from '#case';
import type { RunFacts } from '#case';
import { rerun, suiteKey } from './rule.ts';
import type { Rule, Verdict } from './rule.ts';

const TITLE_CHARS = 400;

/** Something stood in for a real part: who put it there is at fault, never the service. */
export const ruleMockViolation: Rule = {
  id: 'mock-violation',
  sentence:
    'A result that rests on something which stood in for a real part (a mock, a fake peer, a fake program, canned media) is mended where that was put in; one cause for each such thing.',
  otherwise: 'if nothing had stood in for a real part, the suite would be judged by its tests',
  decide: (effect, facts) => {
    if (effect.outcome !== 'mock-violation') return undefined;
    const [found] = violationsOf(effect);
    return found === undefined ? judgeUntold(effect, facts) : judgeFound(effect, found, facts);
  },
};

function judgeFound(effect: Effect, { mock, seq }: FoundMock, facts: RunFacts): Verdict {
  const { rule, what, sentence, mend, frame, by } = mock;
  const { planned } = effect.suite;
  const told = oneLine(sentence, TITLE_CHARS);
  return {
    heading: 'TEST_ARTIFACT',
    signature: `mock|${rule}|${normaliseText(what)}`,
    title: told.includes(what) ? told : `${what}: ${told}`,
    evidence: [cite(seq, `${by}: ${rule}`), cite(effect.seq, effect.outcome)],
    remedy: {
      action: mend === '' ? 'use the real thing, or move the suite to lane unit' : mend,
      where: frame === undefined ? suiteKey(planned) : `${frame.file}:${frame.line}`,
      verify: rerun(planned, facts),
    },
    against: [],
  };
}

function judgeUntold({ seq, suite: { planned } }: Effect, facts: RunFacts): Verdict {
  return {
    heading: 'TEST_ARTIFACT',
    signature: `mock|${configuredName(planned)}`,
    title: `${configuredName(planned)} uses a mock where mocks are forbidden`,
    evidence: [cite(seq, 'guard')],
    remedy: {
      action: 'use the real thing, or move the suite to lane unit',
      where: `${suiteKey(planned)}.lane`,
      verify: rerun(planned, facts),
    },
    against: [],
  };
}
