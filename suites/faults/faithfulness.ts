import { judge } from '#judge';
import { foldRun } from '#journal';
import type { StoredRun } from '#journal';
import type { Cause } from '#domain';

/** How many verdicts change or lose strength when the lines they cite are taken away. */
export interface Faithfulness {
  readonly causes: number;
  readonly changed: number;
  readonly stubborn: readonly string[];
}

/** Takes the cited lines of each classified cause out of the journal and judges again. */
export function testFaithfulness(run: StoredRun): Faithfulness {
  const { causes } = judge(foldRun(run));
  const classified = causes.filter(({ heading }) => heading !== 'UNCLASSIFIED');
  const stubborn = classified.filter((cause) => isSame(cause, judge(foldRun(without(run, cause))).causes));
  return {
    causes: classified.length,
    changed: classified.length - stubborn.length,
    stubborn: stubborn.map(({ rules, title }) => `${rules.join('+')}: ${title}`),
  };
}

function without(run: StoredRun, cause: Cause): StoredRun {
  const cited = new Set(cause.evidence.flatMap((one) => (one.kind === 'journal' ? [one.seq] : [])));
  return { ...run, records: run.records.filter(({ seq, event }) => event.kind === 'run-started' || !cited.has(seq)) };
}

function isSame(before: Cause, after: readonly Cause[]): boolean {
  return after.some(
    (cause) =>
      cause.heading === before.heading &&
      cause.id === before.id &&
      JSON.stringify(cause.scores) === JSON.stringify(before.scores) &&
      cause.effects.length === before.effects.length,
  );
}
