import { isOfEdge } from './join-edges.ts';
import type { Judged } from './judged.ts';

/**
 * A line of a log may come too late for its test, on a busy host. A fault that the service tells without such a line, in the words and with the code
 * with which it answers the same method in the same suite where a line tells that another side failed, is that.
 */
export function findLateLines(all: readonly Judged[]): readonly Judged[] {
  const known = new Map(
    all
      .filter(({ verdict }) => verdict.told !== undefined && isOfEdge(verdict))
      .map((one) => [keyOf(one), one.verdict]),
  );
  if (known.size === 0) return all;
  return all.map((one) => {
    const { rules = [], isQuiet, evidence } = one.verdict;
    const verdict = rules[0] === 'fault-code' && isQuiet === true ? known.get(keyOf(one)) : undefined;
    return verdict === undefined ? one : { ...one, verdict: { ...verdict, evidence } };
  });
}

function keyOf({ effect, verdict: { told = '' } }: Judged): string {
  return `${effect.suite.planned.name}\n${told}`;
}
