import { isGreen } from '#domain';
import type { Failure, Mark, Outcome, Reason } from '#domain';
import type { Conclusion, EndedTest } from '#facts';

/** How a test came out, as an engine or the end of its process told it. */
export interface Told extends EndedTest {
  readonly marks: readonly Mark[];
  readonly durationMs: number;
}

/** What an end has that is not green. */
export type Ending = Pick<Conclusion, 'reason' | 'failure'>;

export function told(outcome: Outcome, reason: Reason, failure: Failure): Told & Ending {
  return { outcome, reason, failure, marks: [], durationMs: 0 };
}

export function isRed(result: EndedTest | undefined): boolean {
  return result !== undefined && !isGreen(result.outcome) && result.outcome !== 'not-run';
}

/** Raised inside the test's own process: the disk of this host is full, whatever the test was about. */
export function isDiskFull({ reason, failure }: Pick<Told, 'reason' | 'failure'>): boolean {
  return reason === 'exception' && failure?.code === 'ENOSPC';
}

/** One announced test on its way to its one outcome. */
export interface Entry {
  state: 'waiting' | 'running' | 'ended';
  result: Told | undefined;
}

/** How far an attempt has come. */
export function countEnds(entries: readonly Entry[]): {
  readonly announced: number;
  readonly ended: number;
  readonly failed: number;
} {
  const ended = entries.filter(({ state }) => state === 'ended');
  return { announced: entries.length, ended: ended.length, failed: ended.filter(({ result }) => isRed(result)).length };
}

/** Undefined where none fits, or several do. */
export function indexOfSole<Item>(items: readonly Item[], fits: (item: Item) => boolean): number | undefined {
  const first = items.findIndex(fits);
  return first !== -1 && first === items.findLastIndex(fits) ? first : undefined;
}

/** A suite of which every test was left out has shown nothing, whatever its exit says. */
export function markEmpty(results: readonly EndedTest[]): readonly Mark[] {
  return results.every(({ outcome }) => outcome === 'skipped') ? ['empty'] : [];
}
