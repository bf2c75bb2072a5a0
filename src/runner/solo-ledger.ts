import { present, unreachable } from '#domain';
import type { AnnouncedTest, Failure } from '#domain';
import type { SeenSoFar } from '#engine';
import { worstOf } from '#facts';
import type { Conclusion } from '#facts';
import type { InPart, TestEvent } from './attempt-ledger.ts';
import { AttemptParts } from './attempt-parts.ts';
import type { TestListener } from './attempt-state.ts';
import { isRed, told } from './told-test.ts';
import type { Told } from './told-test.ts';

/**
 * Hears the process of one test and makes one verdict of all that it says. Nothing here is a test of its own: a hook that failed, a file
 * that would not load, an end that came too early are told of the one test that the process was for.
 */
export class SoloLedger implements TestListener {
  readonly #test: AnnouncedTest;
  readonly #began: () => void;
  /** What the process announced, by its own ordinals or those of its parts. */
  readonly #announced: AnnouncedTest[] = [];
  readonly #parts = new AttemptParts();
  readonly #own: Told[] = [];
  /** Titles of other tests that ran in this process, though nobody had asked for them. */
  readonly #others = new Set<string>();
  readonly #waiting = new Map<number, string>();
  #ended = 0;
  #failed = 0;
  #finished = false;
  /** What the process told that is no test's end: hooks, files that would not load, parts that broke off. */
  readonly #faults: Told[] = [];
  #uncaught: Failure | undefined;

  /** `began` is called when the test itself begins, once for each try of its framework. */
  constructor(test: AnnouncedTest, began: () => void) {
    this.#test = test;
    this.#began = began;
  }

  get isFinished(): boolean {
    return this.#finished;
  }

  get uncaught(): Failure | undefined {
    return this.#uncaught;
  }

  seen(): SeenSoFar {
    const announced = Math.max(this.#announced.length, this.#ended);
    return { announced, ended: this.#ended, failed: this.#failed, finished: this.#finished };
  }

  noteWaiting(test: InPart, text: string): void {
    const ordinal = this.#parts.find(test.from, test.ordinal);
    if (ordinal !== undefined) this.#waiting.set(ordinal, text);
  }

  take(event: TestEvent): void {
    if (event.kind === 'announced') this.#announce(event.tests, event.from);
    else if (event.kind === 'test-started') this.#start(this.#find(event));
    else if (event.kind === 'test-ended') this.#end(this.#find(event), this.#explain(event));
    else if (event.kind === 'test-told') {
      this.#end({ titles: event.titles, occurrence: this.#test.occurrence, requirements: [] }, event);
    } else this.#takeRest(event);
  }

  #takeRest(event: Exclude<TestEvent, { kind: 'announced' | 'test-started' | 'test-ended' | 'test-told' }>): void {
    switch (event.kind) {
      case 'hook-failed':
        this.#faults.push(told('errored', event.phase, event.failure));
        return;
      case 'load-failed':
        this.#faults.push(told('errored', 'collection', event.failure));
        this.#finished = true;
        return;
      case 'part-ended':
        this.#faults.push(told(event.outcome, event.reason, event.failure));
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

  /** The process has gone: what became of its test. */
  verdict(conclusion: Conclusion | undefined): Told {
    const { durationMs = 0, marks = [] } = this.#own.at(-1) ?? {};
    const candidates = [...this.#own, ...this.#listFaults(conclusion)];
    const worst = worstOf(candidates);
    if (worst === undefined) return told('errored', 'no-tests', this.#describeNone());
    return { ...worst, durationMs, marks };
  }

  #announce(tests: readonly AnnouncedTest[], from: string | undefined): void {
    this.#parts.add(
      from,
      tests.map((_, index) => this.#announced.length + index),
    );
    this.#announced.push(...tests);
  }

  #find({ from, ordinal }: InPart): AnnouncedTest | undefined {
    return this.#announced[this.#parts.find(from, ordinal) ?? -1];
  }

  #start(test: AnnouncedTest | undefined): void {
    if (test !== undefined && this.#isOwn(test)) this.#began();
    else if (test === undefined || !this.#isPart(test)) this.#others.add(printTitles(test));
  }

  #end(test: AnnouncedTest | undefined, result: Told): void {
    this.#ended += 1;
    if (isRed(result)) this.#failed += 1;
    // A plain copy: an event carries more than the end of a test.
    const { outcome, marks, durationMs, reason, failure } = result;
    const plain = { outcome, marks, durationMs, ...present({ reason, failure }) };
    if (test !== undefined && this.#isOwn(test)) this.#own.push(plain);
    // A test that makes tests of its own below itself is one test still: theirs are its failures.
    else if (test !== undefined && this.#isPart(test)) {
      if (isRed(result)) this.#own.push(plain);
    }
    // An error that belongs to no test belongs to the only one that there is.
    else if (isRed(result)) this.#own.push({ ...plain, outcome: 'errored' });
    else if (result.outcome !== 'not-run') this.#others.add(printTitles(test));
  }

  /** What went wrong besides the test itself: counts only where the test has no red end of its own, and the end of the process last. */
  #listFaults(conclusion: Conclusion | undefined): readonly Told[] {
    if (this.#own.some(isRed)) return [];
    const others = this.#others.size > 0 ? [told('errored', 'collection', this.#describeOthers())] : [];
    const faults = [...this.#faults, ...others];
    if (faults.length > 0 || conclusion === undefined) return faults.slice(0, 1);
    return [told(conclusion.outcome, conclusion.reason, conclusion.failure)];
  }

  #isPart({ titles }: AnnouncedTest): boolean {
    const own = this.#test.titles;
    return titles.length > own.length && own.every((title, depth) => titles[depth] === title);
  }

  #isOwn({ titles, occurrence }: AnnouncedTest): boolean {
    return occurrence === this.#test.occurrence && printTitles({ titles }) === printTitles(this.#test);
  }

  #explain(result: Told & InPart): Told {
    const waiting = this.#waiting.get(this.#parts.find(result.from, result.ordinal) ?? -1);
    const { failure } = result;
    if (waiting === undefined || failure === undefined) return result;
    return { ...result, failure: { ...failure, message: `${failure.message}\n(${waiting})` } };
  }

  #describeOthers(): Failure {
    const others = [...this.#others].slice(0, 3).map((titles) => titles.slice(0, 200));
    const message = `its own process ran ${this.#others.size + 1} tests where one was asked for; also: ${others.join(', ')}`;
    return { type: 'several-tests', message, source: 'runner', frames: [] };
  }

  #describeNone(): Failure {
    const message =
      'its own process came to its end and ran no test: what was collected under this name is not there alone';
    return { type: 'no-tests', message, source: 'runner', frames: [] };
  }
}

function printTitles(test: Pick<AnnouncedTest, 'titles'> | undefined): string {
  return JSON.stringify(test?.titles ?? []);
}
