import { isGreen, present } from '#domain';
import type { AttemptEvent, Mark, Outcome, TestProcess } from '#domain';
import type { AttemptDraft, TestProcessDraft, Told } from './draft.ts';

type OrdinalEvent = Extract<AttemptEvent, { readonly ordinal?: number }>;

/** Takes what concerns one test's own process; false when the event is about something else. */
export function foldTestProcess(draft: AttemptDraft, told: Told<OrdinalEvent>): boolean {
  const { event, seq, atMs } = told;
  if (event.ordinal === undefined) return false;
  if (event.kind === 'test-process-started') {
    const process = processOf(draft, event.ordinal);
    forgetVerdict(draft, event.ordinal, process);
    process.started = { event, seq, atMs };
    process.ended = undefined;
    process.hang = process.busy = undefined;
  } else if (event.kind === 'test-process-ended') processOf(draft, event.ordinal).ended = { event, seq, atMs };
  else if (event.kind === 'leak-found') processOf(draft, event.ordinal).leaks.push(event.leak);
  else if (event.kind === 'hang-diagnosed') {
    const process = processOf(draft, event.ordinal);
    process.hang = event.text;
    process.busy = event.busy;
  } else return false;
  return true;
}

function processOf(draft: AttemptDraft, ordinal: number): TestProcessDraft {
  const known = draft.processes.get(ordinal);
  if (known !== undefined) return known;
  const made = { started: undefined, ended: undefined, before: [], leaks: [], hang: undefined, busy: undefined };
  draft.processes.set(ordinal, made);
  return made;
}

// A retry: only what its own process tells counts.
function forgetVerdict(draft: AttemptDraft, ordinal: number, process: TestProcessDraft): void {
  const told = draft.endedTests.get(ordinal);
  if (told !== undefined) process.before.push(told.event);
  draft.endedTests.delete(ordinal);
  draft.startedOrdinals.delete(ordinal);
}

/** Concludes what is known of a test's own process; undefined when it had none. */
export function concludeTestProcess(draft: AttemptDraft, ordinal: number): TestProcess | undefined {
  const process = draft.processes.get(ordinal);
  const started = process?.started;
  if (process === undefined || started === undefined) return undefined;
  const { number, world } = started.event;
  const { ended, leaks, hang, busy } = process;
  return {
    number,
    world,
    leaks,
    startedAtMs: started.atMs,
    ...(ended === undefined ? {} : { endedAtMs: ended.atMs, end: ended.event.end, usage: ended.event.usage }),
    ...present({ hang, busy }),
  };
}

/** A test that passed in a further process after one in which it did not is flaky; one that was cut off says nothing. */
export function marksOf(
  draft: AttemptDraft,
  ordinal: number,
  told: { readonly outcome: Outcome; readonly marks: readonly Mark[] },
): readonly Mark[] {
  const before = draft.processes.get(ordinal)?.before ?? [];
  const wasRed = before.some(({ outcome }) => !isGreen(outcome) && outcome !== 'interrupted');
  if (!wasRed || told.outcome !== 'passed' || told.marks.includes('flaky')) return told.marks;
  return [...told.marks, 'flaky'];
}
