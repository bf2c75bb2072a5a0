import { isGreen, printTestId, unplannedSuite } from '#domain';
import type { AttemptState, Failure, Mark, Outcome, SuiteState, TestState } from '#domain';
import type { EventOf, RunEnding, SuiteDraft } from './draft.ts';
import { foldAttempt, makeVerdict, runnerFailure } from './fold-attempt.ts';

/** Concludes one suite: the last attempt decides, and a green one after another that was not is flaky. */
export function foldSuite(draft: SuiteDraft, name: string, ending: RunEnding): SuiteState {
  // The line that planned it was damaged, yet its results are there: they are shown under what is known.
  const planned = draft.planned ?? unplannedSuite(name, 'unknown', 'system');
  const attempts = markFlaky(draft.attempts.map((attempt) => foldAttempt(attempt, planned.name, ending)));
  const last = attempts.at(-1);
  const verdict = concludeSuite(draft, last, ending);
  const told = draft.ended ?? draft.blocked;
  const seq = told?.seq ?? last?.seq ?? draft.seq;
  return { planned, attempts, ...verdict, marks: concludeMarks(draft, attempts, verdict.outcome), seq };
}

type Verdict = Pick<SuiteState, 'outcome' | 'reason' | 'failure' | 'blockedBy'>;

function concludeSuite(draft: SuiteDraft, last: AttemptState | undefined, ending: RunEnding): Verdict {
  const blocked = draft.blocked?.event;
  const told = draft.ended?.event;
  if (blocked !== undefined && (told === undefined || told.outcome === 'blocked')) {
    const { incident, component } = blocked;
    return { ...makeVerdict('blocked', 'component-down', blocked.failure), blockedBy: { incident, component } };
  }
  if (told !== undefined) return { ...concludeTold(told, last, ending), ...blockedByOf(blocked) };
  if (last !== undefined) return makeVerdict(last.outcome, last.reason, last.failure);
  return makeVerdict('not-run', undefined, runnerFailure('not-run', `the suite never started: ${ending.sentence}`));
}

// Blocked half-way, when a component would not come up again for its remaining tests.
function blockedByOf(blocked: EventOf<'suite-blocked'> | undefined): Pick<SuiteState, 'blockedBy'> {
  if (blocked === undefined) return {};
  return { blockedBy: { incident: blocked.incident, component: blocked.component } };
}

function concludeTold(told: EventOf<'suite-ended'>, last: AttemptState | undefined, ending: RunEnding): Verdict {
  // An attempt of which no test was reported is not green, whatever was said of its suite.
  const outcome = isGreen(told.outcome) && last?.reason === 'no-tests' ? last.outcome : told.outcome;
  return makeVerdict(outcome, told.reason ?? last?.reason, textFor(outcome, told.failure ?? last?.failure, ending));
}

function concludeMarks(draft: SuiteDraft, attempts: readonly AttemptState[], outcome: Outcome): readonly Mark[] {
  const marks = draft.ended?.event.marks ?? attempts.at(-1)?.marks ?? [];
  return isGreen(outcome) && wasRedBefore(attempts) ? addMark(marks, 'flaky') : marks;
}

function textFor(outcome: Outcome, text: Failure | undefined, ending: RunEnding): Failure | undefined {
  return text ?? (isGreen(outcome) ? undefined : runnerFailure(outcome, `${outcome}: ${ending.sentence}`));
}

// An attempt that was paused by Ctrl-Z, or cut off, says nothing of how steady its tests are.
function countsForFlaky(attempt: AttemptState): boolean {
  return attempt.outcome !== 'interrupted' && !attempt.marks.includes('paused');
}

function wasRedBefore(attempts: readonly AttemptState[]): boolean {
  return attempts.slice(0, -1).some((attempt) => countsForFlaky(attempt) && !isGreen(attempt.outcome));
}

function markFlaky(attempts: readonly AttemptState[]): readonly AttemptState[] {
  const last = attempts.at(-1);
  if (last === undefined || attempts.length === 1) return attempts;
  const earlier = attempts.slice(0, -1).filter(countsForFlaky);
  const redBefore = new Set(
    earlier.flatMap((attempt) => attempt.tests.filter(isRed).map((test) => printTestId(test.id))),
  );
  const tests = last.tests.map((test) =>
    test.outcome === 'passed' && redBefore.has(printTestId(test.id))
      ? { ...test, marks: addMark(test.marks, 'flaky') }
      : test,
  );
  return [...attempts.slice(0, -1), { ...last, tests }];
}

function isRed(test: TestState): boolean {
  return !isGreen(test.outcome) && test.outcome !== 'not-run' && test.outcome !== 'interrupted';
}

function addMark(marks: readonly Mark[], mark: Mark): readonly Mark[] {
  return marks.includes(mark) ? marks : [...marks, mark];
}
