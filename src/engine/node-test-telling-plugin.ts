// Runs inside a child. What Node's own runner does with its tests → our events, by listening at the methods of the tests themselves: its stream of
// events comes late, and knows no parents.

import { createHook } from 'node:async_hooks';
import type { Failure } from '#domain';
import type { Channel } from './channel-plugin.ts';
import { attachTo } from './node-test-attach.ts';
import { findTestPrototype, isSuite, namesOf } from './node-test-face.ts';
import type { NodeTest } from './node-test-face.ts';
import { concludeTest, describeCause, failureTypeOf } from './node-test-verdict.ts';
import type { Part } from './parts.ts';
import { findPeers } from './peers-plugin.ts';
import { Roll, SKIPPED } from './roll-plugin.ts';
import type { Wanted } from './roll-plugin.ts';

/** Taken before a test puts a clock of its own in its place. */
const later = setTimeout;

export interface NodeTestTellingInput extends Wanted {
  readonly list: boolean;
  /** Milliseconds until the runner's own limit strikes; Infinity without one. */
  readonly remainingMs: () => number;
  /** All that was known has run, and Node's reporters have said so. */
  readonly onEnd: () => void;
}

/** How much sooner than the runner of reality a test is given up. */
const MARGIN_MS = 400;
/** How often it is asked whether Node's reporters are done. */
const LOOK_MS = 100;

export class NodeTestTelling {
  readonly #channel: Channel;
  readonly #part: Part;
  readonly #input: NodeTestTellingInput;
  readonly #roll: Roll<NodeTest>;
  /** Under way. */
  readonly #begun = new Set<NodeTest>();
  readonly #ran = new Set<NodeTest>();
  readonly #known = new Set<NodeTest>();
  readonly #toldOutside = new Set<unknown>();
  #root: NodeTest | undefined;
  #isRootWatched = false;
  #isLoaded = false;

  constructor(channel: Channel, part: Part, input: NodeTestTellingInput) {
    this.#channel = channel;
    this.#part = part;
    this.#input = input;
    this.#roll = new Roll(channel, input);
  }

  /** The first thing that Node's runner makes is its root. It shows us the class; from then on the class tells, and the hook is gone. */
  listen(): void {
    const hook = createHook({
      init: (_id, type, _trigger, resource) => {
        if (type !== 'Test') return;
        hook.disable();
        const prototype = findTestPrototype(resource);
        if (prototype === undefined) throw new Error(`the test runner of Node ${process.versions.node} is not known`);
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- an object of that class, not yet complete
        this.#root = resource as NodeTest;
        attachTo(prototype, {
          onStart: (test) => {
            this.#watchRoot();
            this.#watch(test);
          },
          onEnd: (test) => {
            this.#end(test);
          },
        });
      },
    });
    hook.enable();
    const remainingMs = this.#input.remainingMs() - MARGIN_MS;
    // Never a limit of Node's own: it would keep alive what Node otherwise finds to wait for nothing.
    if (remainingMs > 0 && remainingMs < 2 ** 31) later(() => this.#giveUp(), remainingMs).unref();
  }

  /** The file has been loaded. False when it holds nothing. */
  announceAll(): boolean {
    this.#isLoaded = true;
    const { subtests = [] } = this.#root ?? {};
    this.#register(subtests);
    return subtests.length > 0;
  }

  /** It waits for its turn; most do so while their file is still being loaded. */
  #watch(test: NodeTest): void {
    const { run } = test;
    test.run = async (...given) => {
      if (isSuite(test)) await this.#beginSuite(test);
      else this.#beginTest(test);
      return run.apply(test, given);
    };
  }

  #beginTest(test: NodeTest): void {
    this.#meet(test);
    if (!this.#isToRun(test)) this.#leaveOut(test);
    this.#begun.add(test);
    if (!test.skipped) this.#roll.start(test);
  }

  async #beginSuite(suite: NodeTest): Promise<void> {
    if (!this.#roll.isFiltering && !this.#input.list) return;
    await suite.buildSuite;
    this.#meet(suite);
    if (!this.#hasWanted(suite)) this.#leaveOut(suite);
  }

  #meet(test: NodeTest): void {
    if (this.#known.has(test)) return;
    this.#register(this.#isLoaded ? [test] : (this.#root?.subtests ?? [test]));
  }

  /** Its turn comes when all tests that were known have ended; what then keeps the process is not their business. */
  #watchRoot(): void {
    const root = this.#root;
    if (root === undefined || this.#isRootWatched) return;
    this.#isRootWatched = true;
    const { run } = root;
    root.run = async (...given) => {
      const result: unknown = await run.apply(root, given);
      this.#tellOutside(root);
      this.#awaitReporters(root);
      return result;
    };
  }

  /** They lag behind; who is not idle is not stuck. Where nothing else keeps the process, its exit comes first. */
  #awaitReporters(root: NodeTest): void {
    const look = (): void => {
      if (root.reporter.readableLength === 0) this.#input.onEnd();
      else later(look, LOOK_MS).unref();
    };
    later(look, LOOK_MS).unref();
    process.once('exit', this.#input.onEnd);
  }

  /** The runner's own limit is about to strike. */
  #giveUp(): void {
    for (const test of this.#begun) {
      this.#roll.wait(test, findPeers());
      const message = 'did not end in what was left of the time limit of its suite';
      const failure = { type: 'Error', message, source: 'raised', frames: [] } as const;
      this.#roll.end(test, { outcome: 'timed-out', reason: 'time-limit', marks: [], durationMs: 0, failure });
    }
  }

  #register(tests: readonly NodeTest[]): void {
    const fresh: NodeTest[] = [];
    const collect = (test: NodeTest): void => {
      if (!this.#known.has(test) && !isSuite(test)) fresh.push(test);
      this.#known.add(test);
      for (const below of test.subtests) collect(below);
    };
    for (const test of tests) collect(test);
    const described = fresh.map((test) => ({ key: test, ...this.#describe(test) }));
    this.#roll.call(described, (one) => this.#isBelowWanted(one.key));
  }

  #describe(test: NodeTest): { readonly titles: readonly string[]; readonly file: string; readonly line?: number } {
    const line = test.loc?.line;
    return { titles: this.#titlesOf(test), file: this.#part.file, ...(line !== undefined && { line }) };
  }

  #titlesOf(test: NodeTest): readonly string[] {
    return [...this.#part.prefix, ...namesOf(test)];
  }

  /** Part of a test that was asked for: nobody could list it, and without it that test would not be whole. */
  #isBelowWanted({ parent }: NodeTest): boolean {
    for (let each = parent; each !== null; each = each.parent) if (!isSuite(each) && this.#roll.has(each)) return true;
    return false;
  }

  #isToRun(test: NodeTest): boolean {
    return !this.#input.list && (this.#roll.has(test) || this.#roll.mayHold(this.#titlesOf(test)));
  }

  /** A suite whose tests were all left out needs none of its hooks. */
  #hasWanted(suite: NodeTest): boolean {
    return suite.subtests.some((test) => (isSuite(test) ? this.#hasWanted(test) : this.#isToRun(test)));
  }

  #leaveOut(test: NodeTest): void {
    test.skipped = true;
    test.fn = () => undefined;
    test.hooks.before.length = 0;
    test.hooks.after.length = 0;
  }

  #end(test: NodeTest): void {
    if (this.#input.list) return;
    if (test.parent === null) {
      this.#tellOutside(test);
      process.once('exit', this.#input.onEnd);
    } else if (isSuite(test)) this.#endSuite(test);
    else this.#endTest(test);
  }

  #endTest(test: NodeTest): void {
    // Cancelled with its parent, perhaps, before anybody heard of it.
    this.#meet(test);
    const began = this.#begun.delete(test);
    if (began) this.#ran.add(test);
    if (test.filtered === true) this.#roll.end(test, SKIPPED);
    else {
      if (failureTypeOf(test.error) === 'testTimeoutFailure') this.#roll.wait(test, findPeers());
      this.#roll.end(test, concludeTest(test, began));
    }
  }

  #endSuite(suite: NodeTest): void {
    if (this.#ran.has(suite)) return;
    this.#ran.add(suite);
    const type = failureTypeOf(suite.error);
    if (suite.passed || suite.error === null || type === 'subtestsFailed' || type === 'cancelledByParent') return;
    const failure = describeCause(suite.error);
    const phase = suite.subtests.some((test) => this.#ran.has(test)) ? 'teardown' : 'set-up';
    if (type === 'hookFailed') this.#tellHook(suite, phase, failure);
    else if (this.#roll.isFiltering && !this.#hasWanted(suite)) {
      this.#channel.send({ kind: 'warning', text: `${suite.name}: ${failure.message}`.slice(0, 1000) });
    } else {
      const told = { outcome: 'errored', reason: 'collection', marks: [], durationMs: 0, failure } as const;
      this.#channel.send({ kind: 'test-told', titles: this.#titlesOf(suite), ...told });
    }
  }

  #tellHook(suite: NodeTest, phase: 'set-up' | 'teardown', failure: Failure): void {
    const titles = [...this.#titlesOf(suite), phase === 'set-up' ? '(before)' : '(after)'];
    this.#channel.send({ kind: 'hook-failed', titles, phase, failure });
  }

  /** What Node's runner could give to no test it keeps as remarks of the root, and its exit code is 1. */
  #tellOutside(root: NodeTest): void {
    if (failureTypeOf(root.error) === 'hookFailed' && !this.#toldOutside.has(root.error)) {
      this.#toldOutside.add(root.error);
      this.#tellHook(root, 'teardown', describeCause(root.error));
    }
    for (const text of root.diagnostics.map(String).filter((each) => each.startsWith('Error: '))) {
      if (this.#toldOutside.has(text)) continue;
      this.#toldOutside.add(text);
      const failure = { type: 'Error', message: text.slice('Error: '.length), source: 'raised', frames: [] } as const;
      const told = { outcome: 'errored', reason: 'exception', marks: [], durationMs: 0, failure } as const;
      this.#channel.send({ kind: 'test-told', titles: [...this.#part.prefix, '(unhandled error)'], ...told });
    }
  }
}
