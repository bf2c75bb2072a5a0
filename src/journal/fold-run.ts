import { z } from 'zod';
import { compareWays, isGreen, present } from '#domain';
import { lacksBeginning } from './lacks-beginning.ts';
import type { JournalRecord, RunEvent, RunStarted, RunState } from '#domain';
import { announcedTest } from './decode-plan.ts';
import { readDeclared } from './declared.ts';
import type { AttemptDraft, EventOf, RunEnding, SuiteDraft, Told } from './draft.ts';
import { foldSeen, NoMocksFold } from './fold-no-mocks.ts';
import { foldSuite } from './fold-suite.ts';
import { foldTestProcess } from './fold-test-process.ts';
import { WorldFold } from './fold-world.ts';
import { parseJson } from './line.ts';

/** What a run left, read back: records in order, what was damaged, and the side files that `sideNames` asks for. */
export interface StoredRun {
  readonly records: readonly JournalRecord[];
  readonly damage: readonly string[];
  readonly sides: ReadonlyMap<string, string>;
  /** Of the bytes of the journal, in hex. */
  readonly sha256?: string;
}

/** Names of the side files that a fold reads. Others hold long texts for people and are only pointed at. */
export function sideNames(records: readonly JournalRecord[]): readonly string[] {
  const names = records.flatMap(({ event }) => {
    if (event.kind === 'tests-announced') return [event.side];
    if (event.kind === 'scan-made') return event.side === undefined ? [] : [event.side];
    return event.kind === 'run-started' ? [event.sides.requirements, event.sides.effective] : [];
  });
  return [...new Set(names)];
}

/**
 * Folds a journal into what is known of the run. Holds for every prefix of every journal: a suite that was planned is there, a test
 * that was announced has exactly one outcome, and what ended without a word is `interrupted` or `not-run`, never passed.
 * Throws `run-unreadable` when the beginning of the run is missing.
 */
export function foldRun(run: StoredRun): RunState {
  const fold = new RunFold(run.sides);
  for (const record of run.records) fold.add(record);
  return fold.finish(run);
}

const announcedTests = z.array(announcedTest);
const LOST_SUITE = '(lost)';

class RunFold {
  readonly #sides: ReadonlyMap<string, string>;
  readonly #worlds = new WorldFold();
  readonly #noMocks = new NoMocksFold();
  readonly #suites = new Map<string, SuiteDraft>();
  readonly #attempts = new Map<string, AttemptDraft>();
  readonly #damage: string[] = [];
  readonly #warnings: string[] = [];
  readonly #tools: RunState['tools'][number][] = [];
  readonly #needs: RunState['needs'][number][] = [];
  readonly #experiments: RunState['experiments'][number][] = [];
  readonly #independence: RunState['independence'][number][] = [];
  #started: RunStarted | undefined;
  #ended: EventOf<'run-ended'> | undefined;
  #budget: EventOf<'budget-measured'> | undefined;

  constructor(sides: ReadonlyMap<string, string>) {
    this.#sides = sides;
  }

  add(told: JournalRecord): void {
    const { event } = told;
    // Nearly all lines of a long journal: they concern nobody but their attempt.
    if (event.kind === 'test-started' || event.kind === 'test-ended') {
      this.#addTestEvent(this.#attempt(event.attempt, told), told);
      return;
    }
    this.#worlds.add(told);
    this.#noMocks.add(told, this.#sides);
    this.#addRunEvent(told);
    this.#addSuiteEvent(told);
    if ('attempt' in event) this.#addAttemptEvent(this.#attempt(event.attempt, told), told);
  }

  #addRunEvent({ event, seq }: Told<RunEvent>): void {
    if (event.kind === 'run-started') this.#started ??= event;
    else if (event.kind === 'run-ended') this.#ended = event;
    else if (event.kind === 'budget-measured') this.#budget = event;
    else if (event.kind === 'tool-identified') this.#tools.push(event.tool);
    else if (event.kind === 'host-need-checked') this.#needs.push({ ...event, seq });
    else if (event.kind === 'independence-found') this.#independence.push({ ...event.independence, seq });
    else if (event.kind === 'experiment-made') this.#experiments.push({ ...event.experiment, seq });
    else if (event.kind === 'warning') this.#warnings.push(`${event.about}: ${event.text}`);
  }

  #addSuiteEvent({ event, seq, atMs }: Told<RunEvent>): void {
    if (event.kind === 'suite-planned') {
      const suite = this.#suite(event.suite.name, seq);
      suite.planned ??= event.suite;
    } else if (event.kind === 'suite-blocked') this.#suite(event.suite, seq).blocked = { event, seq, atMs };
    else if (event.kind === 'suite-ended') this.#suite(event.suite, seq).ended = { event, seq, atMs };
  }

  #addAttemptEvent(draft: AttemptDraft, told: Told<RunEvent>): void {
    const { event, seq, atMs } = told;
    if (event.kind === 'attempt-started') {
      draft.started = { event, seq, atMs };
      draft.suite = event.suite;
    } else if (event.kind === 'attempt-ended') {
      draft.ended = { event, seq, atMs };
      draft.suite ??= event.suite;
    } else if (event.kind === 'tests-announced') this.#announce(draft, event);
    else if ('ordinal' in event && foldTestProcess(draft, { event, seq, atMs })) reserve(draft, event.ordinal + 1);
    else if (!foldSeen(draft, told)) this.#addRemark(draft, event);
  }

  #addTestEvent(draft: AttemptDraft, { event, seq, atMs }: Told<RunEvent>): void {
    if (event.kind === 'test-started') {
      draft.startedOrdinals.add(event.ordinal);
      reserve(draft, event.ordinal + 1);
    } else if (event.kind === 'test-ended') {
      // A second word on the same test (a hook that failed after it, a mock that was met in it) may only make it worse.
      const before = draft.endedTests.get(event.ordinal);
      const isWorse = event.outcome === 'mock-violation' || before === undefined || isGreen(before.event.outcome);
      if (isWorse) draft.endedTests.set(event.ordinal, { event, seq, atMs });
      reserve(draft, event.ordinal + 1);
    }
  }

  #addRemark(draft: AttemptDraft, event: RunEvent): void {
    if (event.kind === 'leak-found') draft.leaks.push(event.leak);
    else if (event.kind === 'hang-diagnosed') {
      draft.hang = event.text;
      draft.busy = event.busy;
    } else if (event.kind === 'engine-damage') draft.damagedLines.push(event.why);
    else if (event.kind === 'engine-warning') this.#warnings.push(`${draft.suite ?? draft.attempt}: ${event.text}`);
  }

  #announce(draft: AttemptDraft, event: EventOf<'tests-announced'>): void {
    const side = this.#sides.get(event.side);
    const decoded = announcedTests.safeParse(parseJson(side ?? ''));
    if (!decoded.success || decoded.data.length !== event.count) {
      this.#damage.push(
        `the titles of ${event.count} tests of ${draft.suite ?? draft.attempt} cannot be read (${event.side})`,
      );
    }
    reserve(draft, event.first + event.count);
    for (let index = 0; index < event.count; index += 1) {
      draft.announced[event.first + index] ??= decoded.data?.[index];
    }
  }

  #suite(name: string, seq: number): SuiteDraft {
    const known = this.#suites.get(name);
    if (known !== undefined) return known;
    const made: SuiteDraft = { planned: undefined, seq, blocked: undefined, ended: undefined, attempts: [] };
    this.#suites.set(name, made);
    return made;
  }

  #attempt(attempt: string, { seq, atMs }: Told<RunEvent>): AttemptDraft {
    const known = this.#attempts.get(attempt);
    if (known !== undefined) return known;
    const made: AttemptDraft = {
      attempt,
      suite: undefined,
      started: undefined,
      ended: undefined,
      announced: [],
      startedOrdinals: new Set(),
      endedTests: new Map(),
      processes: new Map(),
      leaks: [],
      facts: [],
      mocks: [],
      attestations: [],
      contacts: [],
      hang: undefined,
      busy: undefined,
      damagedLines: [],
      firstSeq: seq,
      firstAtMs: atMs,
    };
    this.#attempts.set(attempt, made);
    return made;
  }

  finish({ damage, records, sha256 }: StoredRun): RunState {
    const started = this.#started;
    if (started === undefined) throw lacksBeginning({ records, damage });
    for (const attempt of this.#attempts.values()) this.#place(attempt);
    const declared = readDeclared(
      {
        requirements: this.#sides.get(started.sides.requirements),
        effective: this.#sides.get(started.sides.effective),
      },
      (sentence) => this.#damage.push(sentence),
    );
    const ending = describeEnding(this.#ended);
    const suites = [...this.#suites].map(([name, suite]) => foldSuite(suite, name, ending));
    return {
      started,
      policy: started.policy,
      tools: this.#tools,
      suites,
      parity: compareWays(suites),
      independence: this.#independence,
      ...this.#noMocks.finish(),
      incidents: this.#worlds.incidents,
      worlds: this.#worlds.worlds,
      components: declared.components,
      needs: this.#needs,
      warnings: this.#warnings,
      experiments: this.#experiments,
      damage: [...damage, ...this.#damage],
      declared,
      journal: { records: records.length, lastSeq: records.at(-1)?.seq ?? 0, ...present({ sha256 }) },
      ...(this.#budget === undefined ? {} : { budget: this.#budget }),
      ...(this.#ended === undefined ? {} : { ended: this.#ended }),
    };
  }

  #place(draft: AttemptDraft): void {
    this.#suite(draft.suite ?? LOST_SUITE, draft.firstSeq).attempts.push(draft);
    const [first] = draft.damagedLines;
    if (first === undefined) return;
    const count = draft.damagedLines.length;
    this.#warnings.push(
      `${draft.suite ?? draft.attempt}: ${count} lines of its engine were damaged; the first: ${first}`,
    );
  }
}

// An ordinal that was never announced is a test all the same: it counts, under a name that says so.
function reserve(draft: AttemptDraft, length: number): void {
  while (draft.announced.length < length) draft.announced.push(undefined);
}

function describeEnding(ended: EventOf<'run-ended'> | undefined): RunEnding {
  if (ended === undefined) return { ended, sentence: 'the run ended without a word, as when its process is killed' };
  const words = {
    completed: 'the run completed without it',
    'stopped-early': 'the run was stopped early, as asked',
    interrupted: 'the run was interrupted',
    failed: 'the run failed in the harness',
  };
  return { ended, sentence: words[ended.how] };
}
