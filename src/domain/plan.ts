import type { ContactLevel, Lane } from './words.ts';

/** What will be run, fixed before anything starts. */
export interface Plan {
  readonly suites: readonly PlannedSuite[];
  readonly workers: number;
  readonly scope: 'suite' | 'run';
  readonly selection: string;
}

export interface PlannedSuite {
  readonly name: string;
  readonly engine: string;
  readonly lane: Lane;
  /** Transitive closure, in starting order. */
  readonly closure: readonly string[];
  readonly timeoutMs: number;
  readonly tags: readonly string[];
  readonly covers: readonly string[];
  readonly contact: Readonly<Record<string, ContactLevel>>;
  readonly exclusive: boolean;
  readonly retries: number;
  /** 1-based, with --repeat-each. */
  readonly repeat: number;
  /** Each test in a process of its own, with a limit of its own; absent = all tests of the suite in one. */
  readonly alone?: TestIsolation;
}

export interface TestIsolation {
  readonly testTimeoutMs: number;
}

export interface AnnouncedTest {
  readonly titles: readonly string[];
  readonly occurrence: number;
  readonly requirements: readonly string[];
  readonly file?: string;
  readonly line?: number;
}

/** The suite of the configuration behind a planned one: repeats carry their number as `name~2`. */
export function configuredName(planned: PlannedSuite): string {
  const suffix = `~${planned.repeat}`;
  return planned.repeat > 1 && planned.name.endsWith(suffix) ? planned.name.slice(0, -suffix.length) : planned.name;
}
