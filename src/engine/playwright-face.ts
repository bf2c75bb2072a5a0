// What we use of playwright's reporter interface, the same from 1.40 on: its own declarations are those of the user's project.

export interface PwLocation {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export interface PwError {
  readonly message?: string;
  readonly stack?: string;
  readonly value?: string;
  readonly location?: PwLocation;
}

export interface PwStep {
  readonly title: string;
  readonly category: string;
  readonly error?: PwError;
}

export interface PwResult {
  readonly retry: number;
  readonly status: 'passed' | 'failed' | 'timedOut' | 'skipped' | 'interrupted';
  readonly duration: number;
  readonly errors: readonly PwError[];
  readonly steps: readonly PwStep[];
  readonly stdout: readonly (string | Buffer)[];
  readonly stderr: readonly (string | Buffer)[];
  readonly attachments: readonly { readonly name: string; readonly path?: string; readonly body?: Buffer }[];
}

export interface PwTest {
  readonly title: string;
  readonly location: PwLocation;
  readonly retries: number;
  readonly expectedStatus: 'passed' | 'failed' | 'timedOut' | 'skipped' | 'interrupted';
  readonly annotations: readonly { readonly type: string; readonly description?: string }[];
  /** Root, project, file, groups, title; the first two may be empty. */
  readonly titlePath: () => readonly string[];
  readonly outcome: () => 'skipped' | 'expected' | 'unexpected' | 'flaky';
}

export interface PwSuite {
  readonly allTests: () => readonly PwTest[];
}
