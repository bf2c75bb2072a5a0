import type { Failure, Outcome, Reason } from '#domain';

/** One test as its attempt knows it at the end. */
export interface EndedTest {
  readonly outcome: Outcome;
  readonly reason?: Reason;
  readonly failure?: Failure;
}

/** The worse comes first: an attempt is what its worst test is. */
const WORST_FIRST: readonly Outcome[] = [
  'interrupted',
  'crashed',
  'timed-out',
  'mock-violation',
  'errored',
  'failed',
  'blocked',
  'not-run',
  'passed',
  'skipped',
];

/** Outcome of a whole from its parts; undefined for no parts. The first of the worst kind lends its reason and text. */
export function worstOf(tests: Iterable<EndedTest>): EndedTest | undefined {
  let worst: EndedTest | undefined;
  for (const test of tests) {
    if (worst === undefined || WORST_FIRST.indexOf(test.outcome) < WORST_FIRST.indexOf(worst.outcome)) worst = test;
  }
  return worst;
}
