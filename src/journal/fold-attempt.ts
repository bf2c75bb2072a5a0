import { isGreen, LOAD_TEST_TITLE, present } from '#domain';
import type { AnnouncedTest, AttemptState, Failure, Outcome, Reason, TestState } from '#domain';
import type { AttemptDraft, EventOf, RunEnding, Told } from './draft.ts';
import { concludeTestProcess, marksOf } from './fold-test-process.ts';

interface Verdict {
  readonly outcome: Outcome;
  readonly reason?: Reason;
  readonly failure?: Failure;
}

/** Concludes one attempt: every announced test gets exactly one outcome, whatever the journal lacks. */
export function foldAttempt(draft: AttemptDraft, suite: string, ending: RunEnding): AttemptState {
  const why = describeEnd(draft, ending);
  const told = draft.announced.map((announced, ordinal) =>
    foldTest({ draft, suite, ordinal, why }, announced ?? unreadableTest(ordinal)),
  );
  const verdict = concludeVerdict(draft, told.length, why);
  const tests = told.length === 0 && needsLoadTest(verdict) ? [makeLoadTest(draft, suite, verdict)] : told;
  const { attempt, leaks, facts, mocks, attestations, contacts, hang, busy } = draft;
  const seen = { leaks, facts, mocks, attestations, contacts };
  return { attempt, tests, ...seen, ...placeOf(draft), ...verdict, ...present({ hang, busy }) };
}

function placeOf(
  draft: AttemptDraft,
): Pick<AttemptState, 'number' | 'world' | 'startedAtMs' | 'seq' | 'marks' | 'end' | 'usage' | 'endedAtMs'> {
  const started = draft.started;
  const begun =
    started === undefined
      ? { number: 1, world: '', startedAtMs: draft.firstAtMs, seq: draft.firstSeq }
      : { number: started.event.number, world: started.event.world, startedAtMs: started.atMs, seq: started.seq };
  if (draft.ended === undefined) return { ...begun, marks: [] };
  const { event, atMs: endedAtMs, seq } = draft.ended;
  return { ...begun, seq, endedAtMs, marks: event.marks, end: event.end, usage: event.usage };
}

function concludeVerdict(draft: AttemptDraft, tests: number, why: string): Verdict {
  const ended = draft.ended?.event;
  if (ended === undefined) return { outcome: 'interrupted', failure: runnerFailure('interrupted', why) };
  if (ended.outcome === 'passed' && tests === 0) {
    return { outcome: 'errored', reason: 'no-tests', failure: runnerFailure('no-tests', 'no test was reported') };
  }
  const failure = ended.failure ?? (isGreen(ended.outcome) ? undefined : runnerFailure(ended.outcome, why));
  return makeVerdict(ended.outcome, ended.reason, failure);
}

interface TestPlace {
  readonly draft: AttemptDraft;
  readonly suite: string;
  readonly ordinal: number;
  readonly why: string;
}

function foldTest(place: TestPlace, announced: AnnouncedTest): TestState {
  const { draft, suite, ordinal } = place;
  const told = draft.endedTests.get(ordinal);
  return {
    id: { suite, titles: announced.titles, occurrence: announced.occurrence },
    marks: told === undefined ? [] : marksOf(draft, ordinal, told.event),
    durationMs: told?.event.durationMs ?? 0,
    requirements: announced.requirements,
    seq: told?.seq ?? 0,
    ...(told === undefined ? inferVerdict(place) : toldVerdict(told)),
    ...present({
      file: announced.file,
      line: announced.line,
      endedAtMs: told?.atMs,
      process: concludeTestProcess(draft, ordinal),
    }),
  };
}

function toldVerdict({ event }: Told<EventOf<'test-ended'>>): Verdict {
  const silent = `${event.outcome}${event.reason === undefined ? '' : ` (${event.reason})`}, and no text was told`;
  // A skip is green and yet no pass: it too says why, or that nobody said why.
  const failure = event.failure ?? (event.outcome === 'passed' ? undefined : runnerFailure(event.outcome, silent));
  return makeVerdict(event.outcome, event.reason, failure);
}

function inferVerdict({ draft, ordinal, why }: TestPlace): Verdict {
  const started = draft.startedOrdinals.has(ordinal);
  const outcome = started ? 'interrupted' : 'not-run';
  const sentence = started
    ? `the test had started and its end was never told: ${why}`
    : `the test never started: ${why}`;
  return makeVerdict(outcome, draft.ended?.event.reason, runnerFailure(outcome, sentence));
}

// Why an attempt ended, as far as the journal knows.
function describeEnd(draft: AttemptDraft, ending: RunEnding): string {
  const ended = draft.ended?.event;
  if (ended === undefined) return ending.sentence;
  if (ended.failure !== undefined) return ended.failure.message;
  const exit = ended.end.signal === null ? `exit code ${ended.end.code ?? 'unknown'}` : `signal ${ended.end.signal}`;
  return `the suite's process ended with ${exit}`;
}

function needsLoadTest(verdict: Verdict): boolean {
  return !isGreen(verdict.outcome) && verdict.outcome !== 'blocked';
}

function makeLoadTest(draft: AttemptDraft, suite: string, verdict: Verdict): TestState {
  return {
    id: { suite, titles: [LOAD_TEST_TITLE], occurrence: 1 },
    marks: [],
    durationMs: draft.ended?.event.end.durationMs ?? 0,
    requirements: [],
    seq: draft.ended?.seq ?? 0,
    ...verdict,
  };
}

function unreadableTest(ordinal: number): AnnouncedTest {
  return { titles: [`(test ${ordinal})`], occurrence: 1, requirements: [] };
}

/** A text for what nobody raised. */
export function runnerFailure(type: string, message: string): Failure {
  return { type, message, source: 'runner', frames: [] };
}

/** A verdict without the fields that are absent. */
export function makeVerdict(outcome: Outcome, reason: Reason | undefined, failure: Failure | undefined): Verdict {
  return { outcome, ...present({ reason, failure }) };
}
