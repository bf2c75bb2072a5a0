import { MORE_HEADERS, findNearest, isCredential } from '#domain';
import type { KeptHeaders } from '#domain';
import type { Exchange } from './read-exchanges.ts';
import { routeOf } from './route-of.ts';
import { findStaleVersion } from './stale-version.ts';

const MAX_COMPARED = 200;

/** By these a service says what of the headers it could not take. Others speak of the body, or of the header by its name. */
const ABOUT: Readonly<Record<string, (name: string) => boolean>> = {
  401: (name) => isCredential(name, ''),
  403: (name) => isCredential(name, ''),
  406: (name) => name.startsWith('accept'),
  412: (name) => name.startsWith('if-'),
  415: (name) => name === 'content-type' || name === 'content-encoding',
  428: (name) => name.startsWith('if-'),
};
const OF_INPUT: ReadonlySet<string> = new Set(['400', '422']);

/**
 * What the headers of a refused request lack, or have otherwise, in comparison with all that were accepted on the same route in the same
 * attempt, or with what was told before: one sentence, that begins with the name of the header.
 */
export function findUnlikeHeader(refused: Exchange, all: readonly Exchange[]): string | undefined {
  const { requestHeaders: own, end, from, code = '' } = refused;
  if (own === undefined || end !== 'error' || from !== undefined) return undefined;
  const isMeant = ABOUT[code] ?? (OF_INPUT.has(code) ? (name: string): boolean => isNamed(name, refused) : undefined);
  if (isMeant === undefined) return undefined;
  return (
    (code === '412' ? findStaleVersion(refused, all) : undefined) ?? findOther(own, listAccepted(refused, all), isMeant)
  );
}

function listAccepted(refused: Exchange, all: readonly Exchange[]): readonly KeptHeaders[] {
  const route = routeOf(refused);
  return all
    .filter((one) => one.end === 'answered' && one.from === undefined && routeOf(one) === route)
    .slice(0, MAX_COMPARED)
    .flatMap(({ requestHeaders }) => (requestHeaders === undefined ? [] : [requestHeaders]));
}

// `idempotency key is required`, `missing header X-Tenant`, `the body is no JSON`.
function isNamed(name: string, { answer }: Exchange): boolean {
  const words = answer.toLowerCase().replaceAll(/[-_\s]+/gu, ' ');
  return name === 'content-type'
    ? /\b(?:content type|media type|json|xml|mime)\b/u.test(words)
    : words.includes(name.replaceAll('-', ' '));
}

function findOther(
  own: KeptHeaders,
  accepted: readonly KeptHeaders[],
  isMeant: (name: string) => boolean,
): string | undefined {
  const [first, ...others] = accepted;
  if (first === undefined || MORE_HEADERS in own) return undefined;
  for (const name of Object.keys(first).filter((one) => one !== MORE_HEADERS && isMeant(one))) {
    const values = [first, ...others].map((one) => one[name]);
    if (values.includes(undefined)) continue;
    const [is, was] = [own[name], new Set(values.map((value = '') => kindOf(name, value)))];
    if (is === undefined) return `header ${name} is missing, which accepted requests hold${describeNear(name, own)}`;
    if (!was.has(kindOf(name, is)))
      return `header ${name} is ${kindOf(name, is)}, in accepted requests ${[...was].slice(0, 2).join(' or ')}`;
  }
  return undefined;
}

function describeNear(name: string, own: KeptHeaders): string {
  const near = findNearest(name, Object.keys(own));
  return near === undefined ? '' : `; it has ${near}`;
}

// Of what proves who asks the scheme; of a type of content the type alone, without how it is written.
function kindOf(name: string, value: string): string {
  if (isCredential(name, value)) return `${/^[A-Za-z][\w-]{1,15}(?= +\S)/u.exec(value)?.[0] ?? 'without a scheme'} …`;
  return value
    .replace(/\s*;.*$/u, '')
    .trim()
    .toLowerCase();
}
