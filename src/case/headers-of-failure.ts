import type { Failure } from '#domain';
import { listNamedHeaders } from './header-names.ts';

const NAME = String.raw`["'\x60]([A-Za-z][\w-]{1,40})["'\x60]`;
/** As languages read a header, where the text of a failure holds the line that failed: `answer.headers.get('etag')`, `Header["Link"]`. */
const READ = new RegExp(String.raw`\bheaders?(?:\.\w{1,20})?\s?[[(]\s?${NAME}`, 'giu');
/** `'Retry-After' in <http.client.HTTPMessage …>`, `'etag' not in answer.headers`. */
const SOUGHT = new RegExp(
  String.raw`${NAME} (?:not )?in (?:<[\w.]{0,40}(?:HTTPMessage|Headers)|[\w.]{0,60}headers|CaseInsensitiveDict)`,
  'giu',
);
const QUOTED = new RegExp(NAME, 'gu');

/** Headers that the text of a failure names. A word without a hyphen may be any field: it is one where the text reads it as one, or speaks of headers. */
export function listHeadersOf({ message }: Failure): readonly string[] {
  const text = message.slice(0, MOST_READ);
  const namesOf = (pattern: RegExp): readonly string[] =>
    [...text.matchAll(pattern)].map(([, name = '']) => name.toLowerCase());
  const words = [...namesOf(QUOTED), ...listNamedHeaders(text)];
  const speaksOfHeaders = /\bheaders?\b/iu.test(text);
  const sure = words.filter((name) => speaksOfHeaders || name.includes('-') || name === 'etag');
  return [...new Set([...namesOf(READ), ...namesOf(SOUGHT), ...sure])];
}

/** The rest tells how it came to it. */
const MOST_READ = 1000;

const MISSED = /\b(?:missing|no|without|lacks?|not (?:set|there|found|present))\b/iu;

/** Whether a failure says that something is not there, or shows the very question whether it is. */
export function saysMissing({ message, type }: Failure): boolean {
  const [first = ''] = message.split('\n');
  return type === 'KeyError' || MISSED.test(first) || message.search(SOUGHT) >= 0 || ASKED.test(message);
}

/** As Node shows the expression that is not true. */
const ASKED = /evaluated to a falsy value[^]{0,200}\bheaders\.(?:has|get)\(/u;
