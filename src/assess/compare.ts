import { isGreen, listEffects, printTestId } from '#domain';
import type { Assessment, Cause, ComparedCause, ComparedRun, Comparison } from '#domain';
import { decidingTests } from './counts.ts';
import { wasLookedAt } from './was-looked-at.ts';

/** Pure: what became of each cause and of each test between two runs of a project. */
export function compareRuns(before: Assessment, after: Assessment): Comparison {
  const [red, redNow] = [listRed(before), listRed(after)];
  const passed = listPassed(after);
  const gone = [...red].filter((id) => !redNow.has(id));
  const newlyFailing = [...redNow].filter((id) => !red.has(id));
  const causes = compareCauses(before, after, passed);
  const isWorse = newlyFailing.length > 0 || causes.some((one) => one.change === 'new');
  return {
    before: describeRun(before),
    after: describeRun(after),
    causes,
    newlyFailing,
    fixed: gone.filter((id) => passed.has(id)),
    stillFailing: [...redNow].filter((id) => red.has(id)),
    flaky: [...new Set([...listFlaky(before), ...listFlaky(after)])],
    notSeen: gone.filter((id) => !passed.has(id)),
    exitCode: Number(isWorse),
  };
}

function describeRun({ state, decision, totals, confidence }: Assessment): ComparedRun {
  const { runId, startedAt } = state.started;
  const { tests, executed, byOutcome } = totals;
  return { runId, startedAt, decision, tests, executed, passed: byOutcome.passed, confidence: confidence.value };
}

function listRed({ state }: Assessment): ReadonlySet<string> {
  return new Set(state.suites.flatMap((suite) => listEffects(suite).map((effect) => effect.id)));
}

// A suite that is green as a whole answers for `suite::(blocked)` and `suite::(suite)` of an earlier run.
function listPassed({ state }: Assessment): ReadonlySet<string> {
  const passed = new Set<string>();
  for (const suite of state.suites) {
    const tests = decidingTests(suite).filter((test) => test.outcome === 'passed');
    for (const test of tests) passed.add(printTestId(test.id));
    if (!isGreen(suite.outcome) || tests.length === 0 || listEffects(suite).length > 0) continue;
    for (const whole of ['(blocked)', '(suite)', '(load)']) passed.add(`${suite.planned.name}::${whole}`);
  }
  return passed;
}

function listFlaky({ state }: Assessment): readonly string[] {
  return state.suites.flatMap((suite) =>
    decidingTests(suite)
      .filter((test) => test.marks.includes('flaky'))
      .map((test) => printTestId(test.id)),
  );
}

function compareCauses(before: Assessment, after: Assessment, passed: ReadonlySet<string>): readonly ComparedCause[] {
  const known = new Map(before.causes.map((cause) => [cause.id, cause]));
  const now = new Set(after.causes.map((cause) => cause.id));
  return [
    ...after.causes.map((cause): ComparedCause => {
      const earlier = known.get(cause.id);
      const effectsBefore = earlier?.effects.length ?? 0;
      return {
        change: earlier === undefined ? 'new' : 'still',
        cause,
        effectsBefore,
        effectsAfter: cause.effects.length,
      };
    }),
    ...before.causes
      .filter((cause) => !now.has(cause.id))
      .map((cause): ComparedCause => {
        const isFixed = wasLookedAt(cause, after) && isGone(cause, after, passed);
        const change = isFixed ? 'fixed' : 'not-seen';
        return { change, cause, effectsBefore: cause.effects.length, effectsAfter: 0 };
      }),
  ];
}

// A cause is gone when everything that felt it ran again and passed; one that no test felt, when its suites ran again to their end.
function isGone({ effects, suites }: Cause, { state }: Assessment, passed: ReadonlySet<string>): boolean {
  if (effects.length > 0) return effects.every((id) => passed.has(id));
  const ran = new Set(
    state.suites.filter((suite) => suite.attempts.at(-1)?.end !== undefined).map((suite) => suite.planned.name),
  );
  return state.ended?.how === 'completed' && suites.every((name) => ran.has(name));
}
