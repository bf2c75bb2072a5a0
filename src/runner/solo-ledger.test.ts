import assert from 'node:assert/strict';
import type { AnnouncedTest, Failure } from '#domain';
import type { TestEvent } from './attempt-ledger.ts';
import { SoloLedger } from './solo-ledger.ts';

const failure: Failure = { type: 'Error', message: 'no', source: 'raised', frames: [] };
const test = (...titles: readonly string[]): AnnouncedTest => ({ titles, occurrence: 1, requirements: [] });
const ended = (ordinal: number, outcome: 'passed' | 'failed'): TestEvent => {
  const base = { kind: 'test-ended', ordinal, marks: [], durationMs: 1, outcome } as const;
  return outcome === 'passed' ? base : { ...base, reason: 'assertion', failure };
};
const started = (ordinal: number): TestEvent => ({ kind: 'test-started', ordinal });

/** The verdict on test `a`, when its process told this and came to a good end. */
function verdictOf(...events: readonly TestEvent[]): readonly (string | undefined)[] {
  const solo = new SoloLedger(test('a'), () => undefined);
  for (const event of events) solo.take(event);
  const { outcome, reason, failure: why } = solo.verdict(undefined);
  return [outcome, reason, why?.type];
}

const announced = (...tests: readonly AnnouncedTest[]): TestEvent => ({ kind: 'announced', tests });

describe('the process of one test', () => {
  const table: readonly (readonly [string, readonly TestEvent[], readonly (string | undefined)[]])[] = [
    ['passes', [announced(test('a')), started(0), ended(0, 'passed')], ['passed', undefined, undefined]],
    ['ran nothing', [], ['errored', 'no-tests', 'no-tests']],
    [
      'ran two',
      [announced(test('a'), test('b')), started(0), ended(0, 'passed'), started(1), ended(1, 'passed')],
      ['errored', 'collection', 'several-tests'],
    ],
    [
      'made tests below itself, which pass',
      [announced(test('a')), started(0), announced(test('a', 'x')), started(1), ended(1, 'passed'), ended(0, 'passed')],
      ['passed', undefined, undefined],
    ],
    [
      'made tests below itself, of which one fails',
      [announced(test('a')), started(0), announced(test('a', 'x')), started(1), ended(1, 'failed'), ended(0, 'failed')],
      ['failed', 'assertion', 'Error'],
    ],
    [
      'passed, and its teardown failed',
      [
        announced(test('a')),
        started(0),
        ended(0, 'passed'),
        { kind: 'hook-failed', titles: ['h'], phase: 'teardown', failure },
      ],
      ['errored', 'teardown', 'Error'],
    ],
    [
      'met an error that belongs to no test',
      [announced(test('a')), ended(0, 'passed'), { ...told('elsewhere'), outcome: 'failed', failure }],
      ['errored', undefined, 'Error'],
    ],
  ];
  for (const [name, events, verdict] of table) {
    it(name, () => assert.deepEqual(verdictOf(...events), verdict));
  }
});

function told(title: string): Extract<TestEvent, { kind: 'test-told' }> {
  return { kind: 'test-told', titles: [title], outcome: 'passed', marks: [], durationMs: 0 };
}
