// The closed lists of words that every module speaks. A new word is a change of the journal's schema.

/** What was observed of a test or a suite. */
export const OUTCOMES = [
  'passed',
  'failed',
  'errored',
  'timed-out',
  'crashed',
  'blocked',
  'skipped',
  'interrupted',
  'not-run',
  'mock-violation',
] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** Why the outcome is what it is; never a judgement of whose fault it was. */
export const REASONS = [
  'assertion',
  'exception',
  'collection',
  'set-up',
  'teardown',
  'no-tests',
  'time-limit',
  'output-limit',
  'memory-limit',
  'process-limit',
  'disk-limit',
  'exit-early',
  'exit-code',
  'signal',
  'spawn',
  'component-down',
  'host-need',
  'stopped-early',
  'user-interrupt',
  'declared',
  'harness',
] as const;
export type Reason = (typeof REASONS)[number];

/** A remark beside the outcome; several may hold at once. */
export const MARKS = [
  'hollow',
  'empty',
  'unguarded',
  'flaky',
  'leaky',
  'xfail',
  'xpass',
  'paused',
  'degraded',
  'duplicate',
] as const;
export type Mark = (typeof MARKS)[number];

/** What was judged. UNCLASSIFIED is a heading, not a category: it holds what could not be judged. */
export const CATEGORIES = ['SYSTEM_CRITICAL', 'INTEGRATION_ISSUE', 'TEST_ARTIFACT', 'REQUIREMENT_GAP'] as const;
export type Category = (typeof CATEGORIES)[number];
export type Heading = Category | 'UNCLASSIFIED';
export const HEADINGS: readonly Heading[] = [...CATEGORIES, 'UNCLASSIFIED'];

/** A lane decides policy: mocks are allowed only in `unit`, contact is required from `integration` up. */
export const LANES = ['unit', 'integration', 'system', 'load'] as const;
export type Lane = (typeof LANES)[number];

export const DECISIONS = ['ACCEPT', 'CONDITIONAL', 'REJECT'] as const;
export type Decision = (typeof DECISIONS)[number];

/** How strongly a suite touched a component; L0 nothing … L5 nonce read back from media. */
export const CONTACT_LEVELS = ['L0', 'L1', 'L2', 'L3', 'L4', 'L5'] as const;
export type ContactLevel = (typeof CONTACT_LEVELS)[number];

/** Outcomes that count as green. Everything else needs a text and a cause or the heading UNCLASSIFIED. */
export function isGreen(outcome: Outcome): boolean {
  return outcome === 'passed' || outcome === 'skipped';
}

/** For the `default` of a switch over a union: does not compile while a variant is unhandled. */
export function unreachable(value: never): never {
  throw new Error(`unhandled variant: ${JSON.stringify(value)}`);
}
