import type { Judged } from './judged.ts';
import { normaliseText } from './signature.ts';

/** Rules by which what a test wants is wrong, whoever asks. */
const WRONG_WISH: ReadonlySet<string> = new Set([
  'answer-as-required',
  'answer-follows',
  'undocumented-code',
  'wanted-came',
]);

/** Whether a verdict may be that of others whose failure was raised at the same line of the tests. */
export function isWrongWish({ verdict: { rules = [] } }: Judged): boolean {
  return WRONG_WISH.has(rules[0] ?? '');
}

/** One line that many tests go through wants the same wrong thing in each of them: what is known of one holds for all. */
export function spreadWrongWishes(all: readonly Judged[]): readonly Judged[] {
  const wrong = new Map(all.filter(isWrongWish).map((one) => [lineOf(one), one.verdict]));
  wrong.delete(undefined);
  if (wrong.size === 0) return all;
  return all.map((one) => {
    const verdict = isWrongWish(one) ? undefined : wrong.get(lineOf(one));
    return verdict === undefined ? one : { ...one, verdict: { ...verdict, evidence: one.verdict.evidence } };
  });
}

// The line, the method that was asked, and what was wanted of it.
function lineOf({ effect, verdict }: Judged): string | undefined {
  const { frames, expected, message } = effect.failure;
  const [frame] = frames;
  if (frame === undefined || verdict.method === undefined) return undefined;
  const wanted = expected ?? message.trim().split('\n').at(-1) ?? '';
  return [frame.file, frame.line, verdict.method, normaliseText(wanted)].join('\n');
}
