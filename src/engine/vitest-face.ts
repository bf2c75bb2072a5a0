// What we use of vitest inside its workers, the same in 2, 3 and 4.

export interface VitestError {
  readonly message?: string;
}

interface VitestResult {
  readonly state?: string;
  readonly errors?: readonly VitestError[];
  readonly duration?: number;
  readonly retryCount?: number;
  /** Left out by itself while it ran. */
  readonly pending?: boolean;
}

interface VitestTask {
  readonly name: string;
  mode: string;
  readonly suite?: VitestSuite;
  readonly file: VitestFile;
  readonly result?: VitestResult;
}

export interface VitestTest extends VitestTask {
  readonly type: 'test' | 'custom';
  /** Expected to fail. */
  readonly fails?: boolean;
  readonly location?: { readonly line: number };
}

export interface VitestSuite extends VitestTask {
  readonly type: 'suite';
  readonly tasks: readonly (VitestTest | VitestSuite)[];
}

export interface VitestFile extends VitestSuite {
  readonly filepath: string;
  readonly projectName?: string;
  /** `typescript` where types are checked and nothing runs. */
  readonly pool?: string;
}

/** A runner as a project may bring its own; vitest asks each method only where it is there. */
export interface VitestRunner {
  readonly config: { testTimeout: number; hookTimeout: number };
  onCollected?(files: readonly VitestFile[]): unknown;
  onBeforeRunSuite?(suite: VitestSuite): unknown;
  onAfterRunSuite?(suite: VitestSuite): unknown;
  onBeforeRunTask?(test: VitestTest): unknown;
  onBeforeTryTask?(test: VitestTest, how: object): unknown;
  onTaskFinished?(test: VitestTest): unknown;
  onAfterRunTask?(test: VitestTest): unknown;
  runTask?(test: VitestTest): unknown;
}

// oxlint-disable-next-line typescript/no-explicit-any -- what TypeScript asks of a class that another one extends
export type VitestRunnerClass = new (...args: any[]) => VitestRunner;

/** What the program of an attempt uses of `vitest/node`. */
export interface VitestNode {
  readonly createVitest: (mode: string, options: object, overrides: object) => Promise<Vitest>;
  readonly parseCLI: (argv: readonly string[]) => { readonly filter: readonly string[]; readonly options: object };
}

export interface VitestProject {
  readonly config: {
    runner?: string;
    readonly server?: { readonly deps?: { readonly external?: RegExp[] } };
    readonly browser?: { readonly enabled?: boolean };
  };
}

export interface Vitest {
  readonly projects: readonly VitestProject[];
  readonly config: { readonly dangerouslyIgnoreUnhandledErrors?: boolean };
  readonly state: {
    readonly getFiles: () => readonly VitestFile[];
    readonly getUnhandledErrors: () => readonly unknown[];
  };
  readonly start: (filters: readonly string[]) => Promise<unknown>;
  readonly collect: (filters: readonly string[]) => Promise<{ readonly unhandledErrors?: readonly unknown[] }>;
  readonly close: () => Promise<unknown>;
}
