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
  /** What it uses beyond the closure and runs without, degraded; with all that those require, in starting order. */
  readonly uses?: readonly string[];
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
  /** With --parity: which of the two ways this one is. */
  readonly way?: Way;
}

/** In order in one process, as a framework runs them; or each by itself. */
export const WAYS = ['together', 'alone'] as const;
export type Way = (typeof WAYS)[number];

const ALONE_SUFFIX = '~alone';

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

/** Name of a planned suite: repeats carry their number, as `name~2`; the second way of two says which it is, as `name~alone`. */
export function plannedName(configured: string, repeat: number, way?: Way): string {
  return `${configured}${repeat > 1 ? `~${repeat}` : ''}${way === 'alone' ? ALONE_SUFFIX : ''}`;
}

/** The suite of the configuration behind a planned one; see `plannedName`. */
export function configuredName({ name, repeat, way }: PlannedSuite): string {
  const suffix = plannedName('', repeat, way);
  return suffix !== '' && name.endsWith(suffix) ? name.slice(0, -suffix.length) : name;
}

/** A suite of which no plan tells more than its name: of another tool, or of a journal that lost its plan. */
export function unplannedSuite(name: string, engine: string, lane: Lane): PlannedSuite {
  return {
    name,
    engine,
    lane,
    closure: [],
    timeoutMs: 0,
    tags: [],
    covers: [],
    contact: {},
    exclusive: false,
    retries: 0,
    repeat: 1,
  };
}
