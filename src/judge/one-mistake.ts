import { groupBy, normaliseText } from '#case';
import type { Judged } from './judged.ts';
import { ownFrameOf } from './own-frame.ts';

/** Whether a verdict says that the test code called something wrongly: the same line may have done so for others, with another name in it. */
export function isMistake({ verdict: { rules = [] } }: Judged): boolean {
  return rules[0] === 'misuse-before-contact';
}

/** What one line of the tests does wrongly is one mistake, also where the texts name different things: `undefined/orders` and `undefined/wares`. */
export function joinMistakes(all: readonly Judged[]): readonly Judged[] {
  const mistakes = all.filter(isMistake);
  if (mistakes.length === 0) return all;
  const firsts = new Map(mistakes.toReversed().map(({ verdict }) => [verdict.signature, verdict]));
  const nameOf = joinSignatures([...groupBy(mistakes, placeOf)].filter(([place]) => place !== undefined));
  return all.map((one) => {
    const leader = isMistake(one) ? firsts.get(nameOf(one.verdict.signature)) : undefined;
    if (leader === undefined || leader.signature === one.verdict.signature) return one;
    return { ...one, verdict: { ...leader, evidence: one.verdict.evidence } };
  });
}

// Equal texts of different lines are one cause already, so lines may be bound to each other by them; of equals the first of the alphabet, in whatever order they came.
function joinSignatures(places: readonly (readonly [unknown, readonly Judged[]])[]): (signature: string) => string {
  const into = new Map<string, string>();
  const nameOf = (signature: string): string => {
    let name = signature;
    for (let next = into.get(name); next !== undefined; next = into.get(name)) name = next;
    return name;
  };
  for (const [, [first, ...others]] of places) {
    for (const { verdict } of others) {
      const [name = '', other = name] = [nameOf(first?.verdict.signature ?? ''), nameOf(verdict.signature)].toSorted();
      if (name !== other) into.set(other, name);
    }
  }
  return nameOf;
}

const QUOTED = /"[^"]*"|'[^']*'|`[^`]*`/gu;
/** Addresses, paths, members and numbers hold these. */
const OF_NAMES = /[/.\d]/u;

// The innermost line that is the suite's own, and the words without names.
function placeOf({ effect }: Judged): string | undefined {
  const { failure } = effect;
  const frame = ownFrameOf(effect);
  const words = normaliseText(failure.message)
    .replaceAll(QUOTED, '*')
    .replaceAll(/\S+/gu, (word) => (OF_NAMES.test(word) ? '*' : word));
  return frame === undefined ? undefined : [frame.file, frame.line, failure.type, words].join('\n');
}
