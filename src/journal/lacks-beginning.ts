import { count, RealityError } from '#domain';
import type { JournalRecord } from '#domain';

interface Read {
  readonly records: readonly JournalRecord[];
  readonly damage: readonly string[];
}

/** What is wrong with a journal whose first record cannot be read: without it nobody knows what ran. */
export function lacksBeginning({ records, damage }: Read): RealityError {
  const others = `run-started is missing, and ${count(records.length, 'other record')} can be read`;
  const what = records.length + damage.length === 0 ? 'it is empty' : others;
  return new RealityError('run-unreadable', `the journal has no beginning: ${what}`, { details: damage.slice(0, 3) });
}
