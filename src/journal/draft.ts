import type { AnnouncedTest, AttemptState, FoundFact, FoundMock, Frame, Leak, RunEvent } from '#domain';

export type EventOf<Kind extends RunEvent['kind']> = Extract<RunEvent, { readonly kind: Kind }>;

/** An event with the place where the journal has it. */
export interface Told<Event> {
  readonly event: Event;
  readonly seq: number;
  readonly atMs: number;
}

/** What the journal told of one attempt, before anything is concluded from silence. */
export interface AttemptDraft {
  readonly attempt: string;
  suite: string | undefined;
  started: Told<EventOf<'attempt-started'>> | undefined;
  ended: Told<EventOf<'attempt-ended'>> | undefined;
  /** By ordinal. A hole is a test whose announcement cannot be read. */
  readonly announced: (AnnouncedTest | undefined)[];
  readonly startedOrdinals: Set<number>;
  readonly endedTests: Map<number, Told<EventOf<'test-ended'>>>;
  /** By ordinal, of tests that have a process to themselves. */
  readonly processes: Map<number, TestProcessDraft>;
  readonly leaks: Leak[];
  readonly facts: FoundFact[];
  readonly mocks: FoundMock[];
  readonly attestations: AttemptState['attestations'][number][];
  readonly contacts: AttemptState['contacts'][number][];
  hang: string | undefined;
  busy: Frame | undefined;
  damagedLines: string[];
  firstSeq: number;
  firstAtMs: number;
}

/** What the journal told of one test's own process; of the last one, besides what the earlier ones came to. */
export interface TestProcessDraft {
  started: Told<EventOf<'test-process-started'>> | undefined;
  ended: Told<EventOf<'test-process-ended'>> | undefined;
  /** Verdicts that a retry made void. */
  readonly before: EventOf<'test-ended'>[];
  readonly leaks: Leak[];
  hang: string | undefined;
  busy: Frame | undefined;
}

export interface SuiteDraft {
  planned: EventOf<'suite-planned'>['suite'] | undefined;
  seq: number;
  blocked: Told<EventOf<'suite-blocked'>> | undefined;
  ended: Told<EventOf<'suite-ended'>> | undefined;
  readonly attempts: AttemptDraft[];
}

/** How the run as a whole ended, in words: quoted by every test that silence left without an end. */
export interface RunEnding {
  readonly ended: EventOf<'run-ended'> | undefined;
  readonly sentence: string;
}
