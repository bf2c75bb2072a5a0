import type { StoredRun } from '#journal';
import type { Fault } from './fault.ts';

const TELLTALE = /\b(?:inject\w*|mutant\w*|faulty?-\d+)\b/iu;

/** Nothing that a run stored may say what is wrong with it: the judge would be told the answer. */
export function findTalk({ id, what }: Fault, run: StoredRun): readonly string[] {
  const texts = [...run.records.map(({ event }) => JSON.stringify(event)), ...run.sides.values()];
  return texts
    .filter((text) => TELLTALE.test(text) || (what !== 'nothing is wrong' && text.includes(what)))
    .map((text) => `${id}: ${text.slice(0, 200)}`);
}
