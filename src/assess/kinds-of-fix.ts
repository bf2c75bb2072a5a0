import type { Cause, FixKind, Locus } from '#domain';

/** What a fix of a kind usually takes; absent = nobody can say before they have looked. */
export interface KindRow {
  readonly kind: FixKind;
  readonly when: string;
  readonly range?: { readonly fromMs: number; readonly toMs: number };
}

const MINUTE_MS = 60_000;

/**
 * The table of docs/reference/reports.md. The ranges are planning figures for work that needs no search: an analyst's estimates for such
 * causes (2 to 15 minutes each), widened. They were not measured; `effort` in the configuration replaces them.
 */
export const KINDS_OF_FIX: readonly KindRow[] = [
  {
    kind: 'configuration',
    when: 'the fault lies in a test or the harness, and the place to mend is a key of the configuration',
    range: { fromMs: 5 * MINUTE_MS, toMs: 30 * MINUTE_MS },
  },
  {
    kind: 'host-set-up',
    when: 'the fault lies in the host: something is missing or full',
    range: { fromMs: 10 * MINUTE_MS, toMs: 60 * MINUTE_MS },
  },
  {
    kind: 'test-code',
    when: 'the fault lies in a test, and the place to mend is known to the line',
    range: { fromMs: 10 * MINUTE_MS, toMs: 120 * MINUTE_MS },
  },
  { kind: 'test-world', when: 'the fault lies in a test or the harness, and no place is known' },
  { kind: 'service-code', when: 'the fault lies in the service' },
  { kind: 'interface', when: 'the fault lies between two components' },
  { kind: 'dependency', when: 'the fault lies in a component that the service needs' },
  { kind: 'requirement', when: 'people have to decide what is demanded' },
  { kind: 'unknown', when: 'where the fault lies is not known' },
];

// `suites.NAME` alone is the suite, whose own files have to be mended; only a key below it is configuration.
const CONFIG_KEY = /^(?:(?:suites|components)(?:\.[\w<>~-]+){2,}|(?:budget|gates|limits|provision|run)\.\w+)$/u;
const FILE_LINE = /:\d+$/u;

const BY_LOCUS: Readonly<Record<Exclude<Locus, 'test' | 'harness'>, FixKind>> = {
  service: 'service-code',
  interface: 'interface',
  dependency: 'dependency',
  host: 'host-set-up',
  requirements: 'requirement',
  unknown: 'unknown',
};

/** The kind of fix, from where the fault lies and where it has to be mended; never from its text. */
export function kindOfFix({ locus, remedy: { where = '' } }: Cause): FixKind {
  if (locus !== 'test' && locus !== 'harness') return BY_LOCUS[locus];
  if (FILE_LINE.test(where)) return 'test-code';
  return CONFIG_KEY.test(where) ? 'configuration' : 'test-world';
}
