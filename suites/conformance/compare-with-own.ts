import assert from 'node:assert/strict';
import { printTestId } from '#domain';
import type { Outcome } from '#domain';
import type { SuiteDocument, TestDocument } from '../self/results.ts';

/** One test as the tool's own report tells it, in our words. */
export interface OwnTest {
  readonly titles: readonly string[];
  readonly outcome: Extract<Outcome, 'passed' | 'failed' | 'errored' | 'skipped'>;
  /** Where it broke, when it is errored. */
  readonly phase?: 'set-up' | 'teardown';
  /** What must stand in our text. */
  readonly message?: string;
}

/** Test by test: nothing more, nothing less, the same outcome, the same phase, the same text. */
export function compareWithOwn({ name, tests }: SuiteDocument, own: readonly OwnTest[]): void {
  const ours = tests.filter(isTold).map((test) => [test.id, test.outcome, phaseOf(test)].join(' = '));
  const ids = printIds(name, own);
  const theirs = own.map((test, index) => [ids[index], test.outcome, test.phase ?? ''].join(' = '));
  assert.deepEqual(ours.toSorted(), theirs.toSorted());
  own.forEach(({ message = '' }, index) => {
    const text = tests.find((test) => test.id === ids[index])?.failure?.message ?? '';
    assert.ok(text.includes(message), `${ids[index]}: ${JSON.stringify(message)} is not in ${JSON.stringify(text)}`);
  });
}

function printIds(suite: string, own: readonly OwnTest[]): readonly string[] {
  const seen = new Map<string, number>();
  return own.map(({ titles }) => {
    const key = JSON.stringify(titles);
    const occurrence = (seen.get(key) ?? 0) + 1;
    seen.set(key, occurrence);
    return printTestId({ suite, titles, occurrence });
  });
}

/** What never ran, and what happened after the tool's last word, only we tell. */
function isTold({ id, outcome }: TestDocument): boolean {
  return outcome !== 'not-run' && !id.endsWith('::(exit)');
}

function phaseOf({ reason }: TestDocument): string {
  return reason === 'set-up' || reason === 'teardown' ? reason : '';
}
