// What we use of jest and of the runner inside it, the same in 29 and 30.

/** The test file of a project, as its configuration says; `id` tells projects apart. */
export interface JestProjectConfig {
  readonly id: string;
  readonly testRunner: string;
  readonly displayName?: { readonly name: string } | undefined;
}

export interface CircusBlock {
  readonly type: 'describeBlock';
  readonly name: string;
  readonly parent?: CircusBlock;
  readonly children: readonly (CircusBlock | CircusTest)[];
}

/** An error as it was raised, and one that was made where the test stands, for its stack. */
export type CircusError = unknown;

export interface CircusTest {
  readonly type: 'test';
  readonly name: string;
  readonly parent: CircusBlock;
  mode?: string | null;
  timeout?: number;
  readonly duration?: number | null;
  readonly errors: readonly CircusError[];
  /** How many times it has begun. */
  readonly invocations: number;
  /** Expected to fail. */
  readonly failing?: boolean;
}

export interface CircusEvent {
  readonly name: string;
  readonly test?: CircusTest;
  readonly hook?: { readonly type: string };
  readonly describeBlock?: CircusBlock;
  readonly error?: unknown;
}

export interface CircusState {
  readonly rootDescribeBlock: CircusBlock;
  testTimeout: number;
  /** Raised where no test was running. */
  readonly unhandledErrors: readonly CircusError[];
  /** Whole groups can be tried again too, since 30. */
  readonly describeRetryOptions?: { readonly size?: number };
}

export interface JestEnvironment {
  readonly global: object;
  handleTestEvent?: (event: CircusEvent, state: CircusState) => unknown;
}

/** What a runner of jest gives back; the rest of it is jest's own business. */
export interface JestFileResult {
  readonly testResults?: readonly JestAssertionResult[];
}

export interface JestAssertionResult {
  readonly ancestorTitles: readonly string[];
  readonly title: string;
  readonly status: string;
  readonly duration?: number | null;
  readonly failureMessages: readonly string[];
}

export type JestRunArguments = readonly [
  globalConfig: object,
  config: JestProjectConfig,
  environment: JestEnvironment,
  runtime: unknown,
  testPath: string,
  ...rest: readonly unknown[],
];

/** Called by jest for each file, in whichever process it gives the file to. */
export type JestRunner = (...given: JestRunArguments) => Promise<JestFileResult>;

export interface JestGlobalConfig {
  readonly bail: number;
  readonly forceExit: boolean;
  readonly testFailureExitCode: number;
}

/** The parts of jest that its command line is made of. */
export interface JestLibrary {
  readonly buildArgv: (args: readonly string[]) => Promise<JestArguments>;
  readonly readConfigs: (
    argv: JestArguments,
    projects: readonly string[],
  ) => Promise<{ readonly globalConfig: JestGlobalConfig; readonly configs: readonly JestProjectConfig[] }>;
  readonly runCLI: (
    argv: JestArguments,
    projects: readonly string[],
  ) => Promise<{ readonly results: JestResults; readonly globalConfig: JestGlobalConfig }>;
}

export interface JestArguments {
  readonly projects?: readonly string[];
  readonly _?: readonly unknown[];
}

export interface JestResults {
  readonly success: boolean;
  readonly testResults: readonly {
    readonly testFilePath: string;
    readonly displayName?: { readonly name: string };
    readonly testExecError?: unknown;
    readonly failureMessage?: string | null;
  }[];
}
