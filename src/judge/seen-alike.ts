import { normaliseText, readDifference, textOfError } from '#case';
import type { Seen } from '#case';
import type { Judged } from './judged.ts';
import { edgeOf } from './join-edges.ts';

/** Answers on which a verdict rests. */
export function restsOf({ verdict: { sight } }: Judged): readonly Seen[] {
  return sight?.rests ?? [];
}

/** All that the test of a verdict saw. */
export function sawOf({ verdict: { sight } }: Judged): readonly Seen[] {
  return sight?.saw ?? [];
}

/** What the test asked of the service last. */
export function lastAsked(one: Judged): Seen | undefined {
  return sawOf(one).findLast(({ isOwn, isDirect }) => isOwn && isDirect);
}

/** Both were asked in one suite. */
export function isOfSameSuite(one: Judged, other: Judged): boolean {
  return one.effect.suite.planned.name === other.effect.suite.planned.name;
}

/** The test asked the other component itself, which failed it as it fails the service. */
export function sawFailing(weak: Judged, strong: Judged): boolean {
  const dependency = edgeOf(strong.verdict)?.split('>')[1];
  const failed = sawOf(weak).filter((one) => one.isDirect && isError(one) && one.component === dependency);
  const known = restsOf(strong).filter((one) => !one.isOwn && isError(one));
  const meant = known.length === 0 ? failed : failed.filter((one) => known.some(isLike(one)));
  const last = sawOf(weak).findLast(({ isDirect }) => isDirect);
  return meant.some((one) => one === last || shows(weak, one.code)) || sawTheVery(weak, strong);
}

// Well in form, and of no use: the very answer that the service could not use.
function sawTheVery(weak: Judged, strong: Judged): boolean {
  const told = restsOf(strong).filter((one) => !one.isOwn && one.end === 'answered');
  const direct = sawOf(weak).filter(({ isDirect }) => isDirect);
  return told.some((rest) => direct.some((one) => isLike(rest)(one) && wordsOf(one.answer) === wordsOf(rest.answer)));
}

/** What it asked last was the other component, and nothing else is known of it. */
export function lookedAtOther(weak: Judged, strong: Judged): boolean {
  const dependency = edgeOf(strong.verdict)?.split('>')[1];
  return sawOf(weak).findLast(({ isDirect }) => isDirect)?.component === dependency;
}

/** The other component tells values of another meaning: the test saw it itself, or what was wanted is apart from what came by the same measure. */
export function sawValue(weak: Judged, strong: Judged): boolean {
  const told = restsOf(strong).filter((one) => !one.isOwn && one.end === 'answered');
  const met = sawOf(weak).filter((one) => told.some(isLike(one)));
  if (met.some((one) => one.isDirect && listNumbers(one.answer).some((number) => shows(weak, number)))) return true;
  if (met.length === 0 || comparesCodes(weak)) return false;
  const [apart, known] = [measure(weak), measure(strong)];
  return apart !== undefined && known !== undefined && [0, 1].some((index) => isNear(apart[index], known[index]));
}

/** Its failure shows a number of the service, which asked the same of the other component meanwhile. */
export function showsWhatFollows(weak: Judged, strong: Judged): boolean {
  const told = restsOf(strong).filter((one) => !one.isOwn && one.end === 'answered');
  if (!sawOf(weak).some((one) => told.some(isLike(one))) || measure(weak) !== undefined) return false;
  const numbers = sawOf(weak).flatMap((one) => (one.isOwn && one.isDirect ? listNumbers(one.answer) : []));
  return numbers.some((number) => number.length >= LEAST_DIGITS && shows(weak, number));
}

/** What the service was told of a thing is not what the test was told of it by somebody else. */
export function wasToldOtherwise(weak: Judged, strong: Judged): boolean {
  const convicted = new Set(restsOf(strong).flatMap(({ component, isOwn }) => (isOwn ? [] : [component])));
  const saw = sawOf(weak).filter(({ isOwn }) => !isOwn);
  const told = saw.filter(({ isDirect, component }) => !isDirect && convicted.has(component));
  return told.some(({ component, method, code }) =>
    saw.some((one) => one.isDirect && one.component !== component && one.method === method && one.code !== code),
  );
}

/** The test met the error answer on which the other rests. */
export function metSameError(weak: Judged, strong: Judged): boolean {
  return restsOf(strong).some((rest) => isError(rest) && sawOf(weak).some(isLike(rest)));
}

/** The service refused both in the same words, and of what it asked meanwhile nothing is known in the one. */
export function wasRefusedAlike(weak: Judged, strong: Judged): boolean {
  if (sawOf(weak).some(({ isDirect }) => !isDirect)) return false;
  const refusals = restsOf(strong).filter((one) => one.isOwn && one.isDirect && isError(one));
  return refusals.some((rest) => {
    const words = wordsOf(rest.answer);
    return words !== '' && restsOf(weak).some((one) => isLike(rest)(one) && wordsOf(one.answer) === words);
  });
}

/** The test met the very refusal, did not look at it, and went on with nothing. */
export function wentOnWithNothing(weak: Judged, strong: Judged): boolean {
  const { message, actual = '' } = weak.effect.failure;
  if (!NOTHING.test(`${message} ${actual}`)) return false;
  const refusals = restsOf(strong).filter(isError);
  return refusals.some((rest) =>
    sawOf(weak).some((one) => isLike(rest)(one) && wordsOf(one.answer) === wordsOf(rest.answer)),
  );
}

/** The rule that leads the other speaks here too, and was outweighed. */
export function speaksAgainst({ verdict: { against } }: Judged, { verdict: { rules = [] } }: Judged): boolean {
  return against.some((sentence) => sentence.startsWith(`${rules[0]}: `));
}

/** Whether both cite one of the requirements that the other breaks. */
export function citesTheSame(weak: Judged, strong: Judged): boolean {
  const broken = new Set(strong.verdict.broken?.ids);
  return weak.effect.test?.requirements.some((id) => broken.has(id)) === true;
}

/** The code that breaks a requirement came to the other as well: what followed from it came as it had to. */
export function brokeBefore(weak: Judged, strong: Judged): boolean {
  const broke = restsOf(strong).filter((one) => one.isOwn && one.code === strong.effect.failure.actual);
  return broke.some((rest) => sawOf(weak).some(isLike(rest)));
}

/** Both end with the same sort of thing: `GET /orders` and `DELETE /orders/:id` are about orders. */
export function isAboutTheSame(weak: Judged, strong: Judged): boolean {
  const about = folderOf(lastAsked(weak)?.route);
  return about !== undefined && restsOf(strong).some((one) => one.isOwn && folderOf(one.route) === about);
}

function folderOf(route: string | undefined): string | undefined {
  return route?.replace(/^[A-Z]+ (\/[^/]+).*$/u, '$1');
}

/** The same was asked of the same route, and ended as it did there. */
export function askedTheSame(weak: Judged, strong: Judged): boolean {
  const last = lastAsked(weak);
  if (last === undefined) return false;
  return restsOf(strong).some(
    ({ component, route, form, end }) =>
      component === last.component && route === last.route && form === last.form && end === last.end,
  );
}

/** Whether the last request of one names something that no request of the other by that route names. */
export function asksMore(one: Judged, other: Judged): boolean {
  const last = lastAsked(one);
  const known = sawOf(other).filter(({ route }) => route === last?.route);
  if (last === undefined || known.length === 0) return false;
  return last.form.split(' ').some((name) => name !== '' && !known.some(({ form }) => form.split(' ').includes(name)));
}

/** What languages print of a thing that is not there. */
const NOTHING = /\b(?:undefined|null|None|nil|NaN)\b/u;
/** Less stands anywhere. */
const LEAST_DIGITS = 3;

function isError({ end }: Seen): boolean {
  return end !== 'answered';
}

function isLike({ component, route, end, code }: Seen): (other: Seen) => boolean {
  return (other) => other.component === component && other.route === route && other.end === end && other.code === code;
}

function wordsOf(answer: string): string {
  return normaliseText(textOfError(answer)).replaceAll(/\d+/gu, 'N');
}

function shows({ effect: { failure } }: Judged, word: string): boolean {
  const { message, actual = '' } = failure;
  return word !== '' && `${actual}\n${message}`.split(/[^\w.-]+/u).includes(word);
}

function listNumbers(text: string): readonly string[] {
  return text.match(/(?<![\w.])-?\d+(?:\.\d+)?(?![\w.])/gu) ?? [];
}

function comparesCodes(one: Judged): boolean {
  return sawOf(one).some(({ code }) => code !== '' && code === one.effect.failure.actual);
}

/** How often, and by how much, what was wanted is what came. */
function measure({ effect: { failure } }: Judged): readonly [number, number] | undefined {
  const [came, wanted] = readDifference(failure) ?? [];
  if (came === undefined || wanted === undefined || came === wanted || came === 0) return undefined;
  return [wanted / came, wanted - came];
}

function isNear(one: number | undefined, other: number | undefined): boolean {
  return one !== undefined && other !== undefined && Math.abs(one - other) < 1e-6 * Math.max(1, Math.abs(other));
}
