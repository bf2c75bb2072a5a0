// What we use of mocha's library, the same in 10, 11 and 12; the published types know neither `type` nor `retriedTest`.

/** A test, a hook, or the phony one that mocha makes for an error outside both (`type` is then undefined). */
export interface MochaRunnable {
  readonly type?: string;
  readonly title: string;
  readonly file?: string;
  readonly titlePath: () => readonly unknown[];
  readonly fullTitle: () => string;
  timeout(): number;
  timeout(limitMs: number): unknown;
  /** The test of which this one is another try. */
  readonly retriedTest?: () => MochaRunnable | undefined;
}

export interface MochaSuite {
  readonly suites: MochaSuite[];
  readonly tests: MochaRunnable[];
  readonly eachTest: (look: (test: MochaRunnable) => void) => unknown;
}

type RunnableEvent = 'test' | 'test end' | 'hook' | 'hook end' | 'pass' | 'pending' | 'retry';

export interface MochaRunner {
  readonly suite: MochaSuite;
  readonly stats?: { readonly tests: number };
  readonly abort: () => unknown;
  on(event: 'start', listener: () => void): unknown;
  on(event: RunnableEvent, listener: (runnable: MochaRunnable) => void): unknown;
  on(event: 'fail', listener: (runnable: MochaRunnable, error: unknown) => void): unknown;
}

/** What mocha made of the options that it was given. */
export interface MochaRunOptions {
  readonly grep?: unknown;
  readonly invert?: unknown;
}

export type MochaReporter = new (runner: MochaRunner, options: MochaRunOptions) => object;

export interface MochaInstance {
  readonly addFile: (file: string) => unknown;
  readonly loadFilesAsync: () => Promise<unknown>;
  readonly run: (done: (failures: number) => void) => MochaRunner;
}

export type MochaClass = new (options: Readonly<Record<string, unknown>>) => MochaInstance;

/** Files of mocha's `lib` by their names without extension. */
export interface MochaFiles {
  readonly mocha: MochaClass;
  /** How the command line reads its settings, which of them are for Node, and how it loads what `require` names. */
  readonly 'cli/options': {
    readonly loadOptions: (argv: readonly string[]) => Record<string, unknown>;
    readonly loadRc: (args: object) => object | undefined;
    readonly loadPkgRc: (args: object) => object | undefined;
  };
  readonly 'cli/node-flags': { readonly isNodeFlag: (name: string) => boolean };
  readonly 'cli/run-helpers': {
    readonly handleRequires: (modules: readonly string[], options: object) => Promise<object>;
  };
}
