import { oneLine } from '#domain';
import { isRaisedInService, normaliseText } from '#case';
import { blameTest } from './test-opinion.ts';
import type { WeightedRule } from './weighted-rule.ts';

/** Fixed words in which frameworks and languages tell how they are used wrongly. */
const MISUSES: readonly RegExp[] = [
  // mocha, jest, vitest
  /Resolution method is overspecified|\bdone\(\) called multiple times|Cannot nest a (?:describe|test) inside a test|Hooks cannot be defined inside tests/u,
  // node:test
  /test did not finish before its parent and was cancelled|Promise resolution is still pending but the event loop has already resolved|asynchronous activity after the test ended/u,
  // pytest
  /^ScopeMismatch: |\bFixture "[^"]+" called directly|recursive dependency involving fixture|\bfixture function has more than one 'yield'|did not yield a value|previous item was not torn down properly|uses no (?:argument|fixture) '|In test_\w+: function uses no|duplicate parametrization|async def functions are not natively supported/u,
  // Go
  /^(?:panic|fatal error): (?:assignment to entry in nil map|Log in goroutine after|Fail in goroutine after|testing: |concurrent map|all goroutines are asleep|(?:send on|close of) (?:closed|nil) channel|sync: )/mu,
  // One thing told twice is two objects
  /Values have same structure but are not reference-equal|serializes to the same string/u,
  // What was read is read again
  /Body is unusable|[Bb]ody (?:has already been (?:read|consumed)|used already)|I\/O operation on closed file|read on closed response body|StreamConsumed|stream has already been (?:read|operated upon)/u,
  // JUnit
  /No ParameterResolver registered for parameter/u,
];

/** The assertion itself was called with sides of the wrong kind, and both are there. */
const WRONG_KIND =
  /^The "[^"]+" argument must be (?:of type|an instance of) .+\. Received (?:type \w+ \((?!undefined)|an instance of)/u;

/** Nobody but the test calls its framework. */
export const ruleMisusedFramework: WeightedRule = {
  id: 'misused-framework',
  sentence:
    'What a framework, an assertion or a client says of the way in which it is used is of the test that uses it so.',
  weights: { TEST_ARTIFACT: 11, SYSTEM_CRITICAL: -4, REQUIREMENT_GAP: -4 },
  cites: 'the words of the framework',
  advises: 'use the framework as its manual says',
  otherwise: 'if the framework had been used rightly, the answer of the service would be looked at',
  opine: (seen) => {
    const { failure } = seen.effect;
    const said = [...MISUSES, WRONG_KIND].flatMap((words) => words.exec(failure.message) ?? []).at(0);
    if (failure.source !== 'raised' || isRaisedInService(failure.frames) || said === undefined) return undefined;
    const text = oneLine(failure.message, 200);
    return blameTest(seen, `said: ${text}`, {
      about: `${seen.effect.suite.planned.name}|${wordsFrom(said, failure.message)}`,
      title: `the test uses its framework wrongly: ${text}`,
      action: 'use the framework as its manual says',
    });
  },
};

/** What a framework names beside its own words: addresses, paths and numbers hold these. */
const OF_NAMES = /[/.\d]/u;
const OF_TITLES = /<[^<>]*>/gu;

// Where it happened, and what was asked there, stands before the words of the framework: one suite that uses it so does it everywhere.
function wordsFrom(said: string, message: string): string {
  const words = oneLine(message.slice(message.indexOf(said)).split('\n')[0] ?? said, 120);
  return normaliseText(words)
    .replaceAll(OF_TITLES, '*')
    .split(' ')
    .map((word) => (OF_NAMES.test(word) ? '*' : word))
    .join(' ');
}
