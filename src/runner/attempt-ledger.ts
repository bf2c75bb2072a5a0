import { LOAD_TEST_TITLE, isGreen, present, unreachable } from '#domain';
import type { AnnouncedTest, Emit, EngineEvent, Failure, WriteSide } from '#domain';
import type { SeenSoFar } from '#engine';
import { worstOf } from '#facts';
import type { Conclusion } from '#facts';
import type { AttemptOutcome } from './attempt-outcome.ts';
import { AttemptParts } from './attempt-parts.ts';
import type { CiteByTitle } from './cite-by-title.ts';
import { describeVanished } from './describe-vanished.ts';
import type { FailedHook } from './describe-vanished.ts';
import { Occurrences } from './occurrences.ts';
import { countEnds, indexOfSole, isDiskFull, isRed, markEmpty, told } from './told-test.ts';
import type { Entry, Told } from './told-test.ts';

/** Carries what went wrong after the last test, so that no suite is red without a red test. */
const EXIT_TEST_TITLE = '(exit)';

/** What an engine tells about tests; the rest is for the attempt. */
export type TestEvent = Exclude<EngineEvent, { kind: 'warning' | 'waiting' | 'children' }>;

type PartEnded = Extract<EngineEvent, { kind: 'part-ended' }>;
/** A test as one part of an attempt numbers it. */
export type InPart = Pick<Extract<EngineEvent, { kind: 'test-started' }>, 'ordinal' | 'from'>;

/**
 * Turns what an engine tells into events of the run, and keeps the one promise: every announced test gets exactly one
 * outcome, whatever the child did. The engine's ordinals count its own announcements; ours also count what only we know of.
 */
export class AttemptLedger {
  readonly #attempt: string;
  readonly #emit: Emit;
  readonly #writeSide: WriteSide;
  readonly #cite: CiteByTitle;
  readonly #entries: Entry[] = [];
  readonly #announced: AnnouncedTest[] = [];
  readonly #parts = new AttemptParts();
  readonly #occurrences = new Occurrences();
  #finished = false;
  /** The last hook that failed: what mocha then leaves out, it leaves out without a word. */
  #failedHook: FailedHook | undefined;
  /** Our ordinal → what the test was waiting for when its framework gave it up. */
  readonly #waiting = new Map<number, string>();
  #uncaught: Failure | undefined;

  constructor(attempt: string, emit: Emit, writeSide: WriteSide, cite: CiteByTitle) {
    this.#cite = cite;
    this.#attempt = attempt;
    this.#emit = emit;
    this.#writeSide = writeSide;
  }

  get uncaught(): Failure | undefined {
    return this.#uncaught;
  }

  /** All tests so far, those that only we know of included. */
  get announced(): readonly AnnouncedTest[] {
    return this.#announced;
  }

  /** Undefined where several run side by side. */
  running(): number | undefined {
    return indexOfSole(this.#entries, ({ state }) => state === 'running');
  }

  /** Of a test as the engine counts it. */
  ordinalOf({ from, ordinal }: InPart): number | undefined {
    return this.#parts.find(from, ordinal);
  }

  /** What became of each, by our ordinals. */
  get results(): readonly (Told | undefined)[] {
    return this.#entries.map(({ result }) => result);
  }

  get isFinished(): boolean {
    return this.#finished;
  }

  seen(): SeenSoFar {
    return { ...countEnds(this.#entries), finished: this.#finished };
  }

  take(event: TestEvent): void {
    switch (event.kind) {
      case 'announced':
        this.#parts.add(event.from, this.#announce(event.tests));
        return;
      case 'test-started':
        this.#start(this.#find(event));
        return;
      case 'test-ended':
        this.#endByEngine(this.#find(event), event);
        return;
      case 'test-told':
        this.#tell(event.titles, event);
        return;
      case 'hook-failed':
        this.#failHook(event);
        return;
      case 'load-failed':
        this.#tell([LOAD_TEST_TITLE], told('errored', 'collection', event.failure));
        this.#finished = true;
        return;
      case 'part-ended':
        this.#endPart(event);
        return;
      case 'uncaught':
        this.#uncaught = event.failure;
        return;
      case 'finished':
        this.#finished = true;
        return;
      default:
        unreachable(event);
    }
  }

  /** The child has gone. Gives an end to every test without one, and says how the whole came out. */
  close(conclusion: Conclusion | undefined, ifEmpty: Conclusion): AttemptOutcome {
    this.#closeOpen(conclusion);
    if (this.#entries.length === 0) return this.#closeEmpty(conclusion ?? ifEmpty);
    if (conclusion !== undefined && !this.#entries.some(({ result }) => isRed(result))) {
      this.#tell([EXIT_TEST_TITLE], told(conclusion.outcome, conclusion.reason, conclusion.failure));
    }
    return this.#summarize(conclusion);
  }

  #closeEmpty(verdict: Conclusion): AttemptOutcome {
    if (!isGreen(verdict.outcome)) {
      this.#tell([LOAD_TEST_TITLE], told(verdict.outcome, verdict.reason, verdict.failure));
    }
    return { ...verdict, marks: ['empty'], failed: isRed(verdict) ? 1 : 0 };
  }

  #summarize(conclusion: Conclusion | undefined): AttemptOutcome {
    const results = this.#entries.flatMap(({ result }) => (result === undefined ? [] : [result]));
    const worst = worstOf(conclusion === undefined ? results : [conclusion, ...results]) ?? { outcome: 'not-run' };
    return { ...worst, marks: markEmpty(results), failed: results.filter(isRed).length };
  }

  #closeOpen(conclusion: Conclusion | undefined): void {
    this.#entries.forEach((entry, ordinal) => {
      if (entry.state === 'ended') return;
      if (conclusion !== undefined && entry.state === 'running') {
        this.#end(ordinal, told(conclusion.outcome, conclusion.reason, conclusion.failure));
      } else this.#end(ordinal, describeVanished(conclusion, this.#failedHook));
    });
  }

  #announce(known: readonly AnnouncedTest[]): readonly number[] {
    const [first, tests] = [this.#entries.length, known.map(this.#cite)];
    for (const test of tests) {
      this.#entries.push({ state: 'waiting', result: undefined });
      this.#announced.push(test);
      this.#occurrences.count(test.titles);
    }
    const side = this.#writeSide(JSON.stringify(tests), 'json');
    this.#emit({ kind: 'tests-announced', attempt: this.#attempt, first, count: tests.length, side });
    return tests.map((_, index) => first + index);
  }

  #start(ordinal: number | undefined): void {
    const entry = ordinal === undefined ? undefined : this.#entries[ordinal];
    // A framework that retries starts the same test again; the journal needs to know only that it began.
    if (ordinal === undefined || entry === undefined || entry.state !== 'waiting') return;
    entry.state = 'running';
    this.#emit({ kind: 'test-started', attempt: this.#attempt, ordinal });
  }

  /** For tests that have a process each, by our ordinals: it begins, perhaps once more. */
  begin(ordinal: number): void {
    this.#emit({ kind: 'test-started', attempt: this.#attempt, ordinal });
  }

  /** And it has ended; the last word counts. */
  settle(ordinal: number, result: Told): void {
    this.#end(ordinal, result);
  }

  get open(): readonly number[] {
    return this.#entries.flatMap(({ state }, ordinal) => (state === 'ended' ? [] : [ordinal]));
  }

  /** What a test was waiting for is part of why it took too long. */
  noteWaiting(event: InPart, text: string): void {
    const ordinal = this.#find(event);
    if (ordinal !== undefined) this.#waiting.set(ordinal, text);
  }

  #endByEngine(ordinal: number | undefined, result: Told): void {
    if (ordinal === undefined) return;
    const waiting = this.#waiting.get(ordinal);
    const { failure } = result;
    if (waiting === undefined || failure === undefined) this.#end(ordinal, result);
    else this.#end(ordinal, { ...result, failure: { ...failure, message: `${failure.message}\n(${waiting})` } });
  }

  /** What began ends as its process did, and what waited is not run; nothing is added where the part is red already. */
  #endPart({ from, titles, outcome, reason, failure }: PartEnded): void {
    const ending = told(outcome, reason, failure);
    const open = this.#parts.of(from).filter((ordinal) => this.#entries[ordinal]?.state !== 'ended');
    for (const ordinal of open) {
      this.#end(
        ordinal,
        this.#entries[ordinal]?.state === 'running' ? ending : describeVanished(ending, this.#failedHook),
      );
    }
    const isTold = this.#parts.of(from).some((ordinal) => isRed(this.#entries[ordinal]?.result));
    if (!isTold && !this.#parts.isNotedRed(from)) this.#tell(titles, { ...ending, from });
  }

  #find({ from, ordinal: engineOrdinal }: InPart): number | undefined {
    const ordinal = this.#parts.find(from, engineOrdinal);
    if (ordinal === undefined) {
      const [why, excerpt] = ['speaks of a test that was never announced', `ordinal ${engineOrdinal}`];
      this.#emit({ kind: 'engine-damage', attempt: this.#attempt, why, excerpt });
    }
    return ordinal;
  }

  #end(ordinal: number, result: Told): void {
    const entry = this.#entries[ordinal];
    if (entry === undefined) return;
    entry.state = 'ended';
    entry.result = result;
    const { outcome, marks, durationMs, failure } = result;
    const reason = isDiskFull(result) ? 'disk-limit' : result.reason;
    const base = { kind: 'test-ended', attempt: this.#attempt, ordinal, outcome, marks, durationMs } as const;
    // Nearly all tests pass, and there may be tens of thousands of them.
    this.#emit(reason === undefined && failure === undefined ? base : { ...base, ...present({ reason, failure }) });
  }

  #tell(titles: readonly string[], result: Told & { readonly from?: string }): void {
    if (isRed(result)) this.#parts.noteRed(result.from);
    const occurrence = this.#occurrences.next(titles);
    const [ordinal] = this.#announce([{ titles, occurrence, requirements: [] }]);
    if (ordinal !== undefined) this.#end(ordinal, result);
  }

  #failHook({ titles, phase, failure, from }: Extract<EngineEvent, { kind: 'hook-failed' }>): void {
    this.#failedHook = { phase, why: failure.message.split('\n')[0] ?? failure.type };
    this.#tell(titles, { ...told('errored', phase, failure), ...present({ from }) });
  }
}
