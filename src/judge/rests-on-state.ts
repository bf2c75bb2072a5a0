import type { Cause } from '#domain';

/** Rules that need no other sign of a fault than an answer which a test did not expect. */
const BY_ANSWER: ReadonlySet<string> = new Set([
  'requirement-broken',
  'untraced-requirement',
  'edge-broken',
  'no-requirement',
]);
/** What shows that a fault is there, whatever went before. */
const SURE: ReadonlySet<string> = new Set([
  'fault-code',
  'service-stack',
  'missing-field',
  'unreadable-answer',
  'silent-service',
  'dependency-answer',
  'exhausted',
  'given-right',
  'given-otherwise',
  'wrong-far-end',
  'fails-alone',
  'wears-out',
]);

/** Whether a verdict rests on an answer alone, which tests before it may have made what it is: running the test alone would tell. */
export function restsOnState({ rules: [first = '', ...others] }: Cause): boolean {
  return BY_ANSWER.has(first) && !others.some((rule) => SURE.has(rule));
}
