import { present } from '#domain';
import type { EngineEvent } from '#domain';
import { findCitations } from './citations.ts';
import { describeBuild, describeDeath, describeFail, describeSkip, findTimeout } from './go-failure.ts';
import type { GoEvent } from './go-line.ts';
import { appendBounded } from './results-file.ts';

interface GoTest {
  readonly ordinal: number;
  readonly name: string;
  readonly startedAtMs: number;
  state: 'running' | 'paused' | 'ended';
  output: string;
  hasSubtests: boolean;
}

export interface PackageSettings {
  /** As seen from the suite's folder; empty when it is not known. */
  readonly folder: string;
  readonly lists: boolean;
  readonly only: ReadonlySet<string> | undefined;
}

/** The tests of one package: a process of its own, with its own end. */
export class GoPackage {
  readonly #name: string;
  readonly #folder: string;
  readonly #lists: boolean;
  readonly #tests = new Map<string, GoTest>();
  #output = '';
  #ended = false;

  /** Names that alone are meant; what runs below one of them is part of it. */
  readonly #only: ReadonlySet<string> | undefined;

  constructor(name: string, { folder, lists, only }: PackageSettings) {
    this.#name = name;
    this.#folder = folder;
    this.#lists = lists;
    this.#only = only;
  }

  get isEnded(): boolean {
    return this.#ended;
  }

  get size(): number {
    return this.#tests.size;
  }

  take(event: GoEvent): readonly EngineEvent[] {
    const { action, output } = event;
    const name = this.#fold(event.test);
    if (action === 'output') return this.#print(name, output);
    if (name !== event.test) return [];
    if (name === undefined) {
      this.#ended ||= isEnd(action);
      return [];
    }
    const test = this.#tests.get(name);
    if (test === undefined) return action === 'run' ? this.#begin(name, event.atMs) : [];
    return this.#takeOfTest(test, event);
  }

  #takeOfTest(test: GoTest, event: GoEvent): readonly EngineEvent[] {
    const { action } = event;
    if (test.state === 'ended') return [];
    if (isEnd(action)) return this.#end(test, action, event);
    if (action === 'pause') test.state = 'paused';
    else if (action === 'cont') test.state = 'running';
    return [];
  }

  /** The package has failed. Whatever its tests have not told is told by its last words. `build`: what the compiler said. */
  fail(build: string | undefined): readonly EngineEvent[] {
    this.#ended = true;
    const from = this.#name;
    if (build !== undefined) {
      const failure = describeBuild(build, this.#folder);
      const told = { outcome: 'errored', reason: 'collection', failure } as const;
      return [{ kind: 'part-ended', from, titles: [from, '(load)'], ...told }];
    }
    const open = [...this.#tests.values()].filter(({ state }) => state !== 'ended');
    const said = [...open.map(({ output }) => output), this.#output].join('');
    const timeout = findTimeout(said);
    const overdue = open.filter(({ name }) => timeout?.running.includes(name) === true);
    const late = overdue.map((test): EngineEvent => {
      const failure = describeDeath(said, this.#folder, test.name).failure;
      return { ...this.#ending(test), outcome: 'timed-out', reason: 'time-limit', durationMs: 0, failure };
    });
    const waiting = open.filter((test) => test.state === 'paused' && !overdue.includes(test));
    const unrun = waiting.map((test): EngineEvent => ({
      ...this.#ending(test),
      outcome: 'not-run',
      reason: 'exit-early',
      durationMs: 0,
    }));
    return [
      ...late,
      ...unrun,
      { kind: 'part-ended', from, titles: [from, '(exit)'], ...describeDeath(said, this.#folder) },
    ];
  }

  #print(name: string | undefined, text: string): readonly EngineEvent[] {
    const test = name === undefined ? undefined : this.#tests.get(name);
    if (test !== undefined) test.output = appendBounded(test.output, text);
    else this.#output = appendBounded(this.#output, text);
    const listed = this.#lists && /^(?:Test|Example|Fuzz)\w*$/u.test(text.trimEnd()) ? text.trimEnd() : undefined;
    return listed === undefined ? [] : [this.#announce(listed)];
  }

  /** The test that a subtest is part of, where that alone is meant. */
  #fold(name: string | undefined): string | undefined {
    if (this.#only === undefined || name === undefined) return name;
    const levels = name.split('/');
    const above = levels.map((_, index) => levels.slice(0, levels.length - index).join('/'));
    return above.find((one) => this.#only?.has(one));
  }

  #begin(name: string, atMs: number): readonly EngineEvent[] {
    const ordinal = this.#tests.size;
    const parent = this.#tests.get(name.slice(0, Math.max(0, name.lastIndexOf('/'))));
    if (parent !== undefined) parent.hasSubtests = true;
    this.#tests.set(name, { ordinal, name, startedAtMs: atMs, state: 'running', output: '', hasSubtests: false });
    return [this.#announce(name), { kind: 'test-started', ordinal, from: this.#name, ...momentOf(atMs) }];
  }

  #announce(name: string): EngineEvent {
    const titles = [this.#name, ...name.split('/')];
    const test = { titles, occurrence: 1, requirements: titles.flatMap(findCitations) };
    return { kind: 'announced', from: this.#name, tests: [test] };
  }

  #end(test: GoTest, action: EndAction, event: GoEvent): readonly EngineEvent[] {
    test.state = 'ended';
    const { elapsedMs, atMs } = event;
    // Elapsed has hundredths of a second; below that the clock of the stream tells more.
    const durationMs = elapsedMs > 0 ? elapsedMs : Math.min(10, Math.max(0, atMs - test.startedAtMs));
    const base = { ...this.#ending(test), durationMs, ...momentOf(atMs) };
    if (action === 'pass') return [{ ...base, outcome: 'passed' }];
    if (action === 'skip') {
      const failure = describeSkip(test.output);
      return [{ ...base, outcome: 'skipped', reason: 'declared', ...present({ failure }) }];
    }
    return [{ ...base, ...describeFail(test, this.#folder) }];
  }

  #ending({ ordinal }: GoTest): { kind: 'test-ended'; ordinal: number; from: string; marks: readonly [] } {
    return { kind: 'test-ended', ordinal, from: this.#name, marks: [] };
  }
}

/** Go says when it heard of it, which is sooner than we do: its lines are told in batches. */
function momentOf(atMs: number): { readonly atMs?: number } {
  return atMs > 0 ? { atMs } : {};
}

type EndAction = 'pass' | 'fail' | 'skip';

function isEnd(action: string): action is EndAction {
  return action === 'pass' || action === 'fail' || action === 'skip';
}
