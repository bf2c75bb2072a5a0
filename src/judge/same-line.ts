import { groupBy, normaliseText } from '#case';
import type { Judged } from './judged.ts';

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

/** Whether a verdict is open though something spoke for one: what is known of the same failure elsewhere may decide it. */
export function isThin({ verdict: { heading, scores = {} } }: Judged): boolean {
  return heading === 'UNCLASSIFIED' && Object.keys(scores).length > 0;
}

/** What stayed open is of the one cause of those that failed at the same line in the same words, but for its numbers. */
export function settleThin(all: readonly Judged[]): readonly Judged[] {
  if (!all.some(isThin)) return all;
  const known = groupBy(
    all.filter((one) => one.verdict.heading !== 'UNCLASSIFIED'),
    placeOf,
  );
  return all.map((one) => {
    const place = isThin(one) ? placeOf(one) : undefined;
    const same = place === undefined ? [] : (known.get(place) ?? []);
    const [first, ...others] = new Map(same.map(({ verdict }) => [verdict.signature, verdict])).values();
    if (first === undefined || others.length > 0) return one;
    return { ...one, verdict: { ...first, evidence: one.verdict.evidence } };
  });
}

function placeOf({ effect: { failure } }: Judged): string | undefined {
  const [frame] = failure.frames;
  const words = normaliseText(failure.message).replaceAll(/\d+/gu, 'N');
  return frame === undefined ? undefined : `${frame.file}\n${frame.line}\n${words}`;
}
