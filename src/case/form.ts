import { isSuccess } from '#domain';
import type { ExchangeFact, Requirement } from '#domain';
import type { Case } from './case.ts';
import { escapePattern } from './escape-pattern.ts';
import type { Found } from './found.ts';
import { NO_JSON, looksLikeJson } from './passed-on.ts';

/** Whether a test stumbled over an answer that is no JSON, though its service speaks JSON and refuses nobody else in another form. */
export function isOfOtherForm({ fact }: Found<ExchangeFact>, { effect }: Case): boolean {
  if (!NO_JSON.test(effect.failure.message) || looksLikeJson(fact.answer)) return false;
  const others = (effect.attempt?.facts ?? []).flatMap((one) =>
    one.fact.kind === 'exchange' && one.fact.component === fact.component ? [one.fact] : [],
  );
  const passed = others.flatMap(({ elsewhere = [] }) => elsewhere);
  const isUsual =
    passed.some(({ code = '', answer }) => !isSuccess(code) && !looksLikeJson(answer)) &&
    [...others, ...passed].some(({ code = '', answer }) => isSuccess(code) && looksLikeJson(answer));
  return !isUsual;
}

/** What is said to come along with a code; not what is said of the state of things, and not the words, which the service may choose. */
const ALONG = String.raw`(?:,? and|,? with|,? plus|,? together with|,? naming|,? saying|,? telling|,? (?:which|that) (?:says|names|tells|holds))\s+(?!an? (?:error|message|reason|text|explanation)\b|nothing\b|no\b)(?![^.;]*\b(?:is|are|was|were|stays?|remains?|keeps?|has|have|had|will|must|may|can|does|do|did)\b)`;

/** Whether a requirement promises more of an answer than its code: `422 and the number of seats`. */
export function promisesMore({ text }: Requirement, code: string): boolean {
  return new RegExp(`(?<![\\w.-])${escapePattern(code)}${ALONG}`, 'iu').test(text);
}
