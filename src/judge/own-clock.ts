import { groupBy, normaliseText } from '#case';
import { asOf } from './judged.ts';
import type { Judged } from './judged.ts';
import { ownFrameOf } from './own-frame.ts';

/** Whether the limit of a test is known to be too small: it may be the one clock of other tests, that began before them. */
export function isShortLimit({ verdict: { rules = [] } }: Judged): boolean {
  return rules[0] === 'short-limit';
}

/**
 * A time-out that came though everybody whom the test asked had answered is of no answer: where the same file raises the same, in the same words, within
 * a moment elsewhere, it is of that clock, however long the test took before it. Who waited for somebody in vain is left as it is.
 */
export function joinOwnClock(all: readonly Judged[]): readonly Judged[] {
  const short = groupBy(all.filter(isShortLimit), clockOf);
  if (short.size === 0) return all;
  return all.map((one) => {
    const clock = isOpen(one) && wasAnswered(one) ? clockOf(one) : undefined;
    const [first] = clock === undefined ? [] : (short.get(clock) ?? []);
    return first === undefined ? one : asOf(one, first.verdict);
  });
}

function isOpen({ verdict: { heading } }: Judged): boolean {
  return heading === 'UNCLASSIFIED';
}

function wasAnswered({ verdict: { sight } }: Judged): boolean {
  const saw = sight?.saw ?? [];
  return saw.length > 0 && saw.every(({ end }) => end === 'answered' || end === 'error');
}

function clockOf({ effect }: Judged): string | undefined {
  const { failure, suite } = effect;
  const file = ownFrameOf(effect)?.file;
  return file === undefined
    ? undefined
    : [suite.planned.name, file, failure.type, normaliseText(failure.message)].join('\n');
}
