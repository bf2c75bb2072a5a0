/** What tells something of one request or answer among its headers: names in lower case. `…` = so many more were left out. */
export type KeptHeaders = Readonly<Record<string, string>>;

/** Under this name the number of those stands that found no room. */
export const MORE_HEADERS = '…';

/** What any message has, or what only carries it. */
const USUAL: ReadonlySet<string> = new Set([
  'host',
  'connection',
  'keep-alive',
  'user-agent',
  'accept-encoding',
  'content-length',
  'transfer-encoding',
  'date',
  'server',
  'x-powered-by',
  'te',
  'upgrade',
  'expect',
  'priority',
  'traceparent',
  'tracestate',
  'baggage',
]);
const OF_TRANSPORT = /^(?:sec-|x-b3-|:)/u;
/** Their meaning is known to HTTP: they come before those of one service where there is no room for all. */
const KNOWN =
  /^(?:content-type|accept|if-.*|etag|location|cache-control|allow|retry-after|www-authenticate|prefer|.*idempoten.*|link|last-modified)$/u;

const MOST_CHARACTERS = 300;
/** More than a fact holds: a secret that is cut in two must fall into what is thrown away. */
const MOST_OF_VALUE = 200;
/** A token is kept whole until it was read, and then taken out. */
const MOST_OF_CREDENTIAL = 1000;

/** Of all headers of one message those that tell something of it, within 300 characters besides what proves who asks. */
export function keepHeaders(all: Iterable<readonly [string, string]>): KeptHeaders {
  const told = new Map<string, string>();
  for (const [written, value] of all) {
    const name = written.toLowerCase();
    if (isUsual(name, value)) continue;
    const before = told.get(name);
    told.set(name, before === undefined ? value : `${before}, ${value}`);
  }
  return told.size === 0 ? {} : fit([...told]);
}

/** Whether a header is one that messages have without meaning anything by it: of these nobody knows whether they were there. */
export function isUsual(name: string, value = ''): boolean {
  if (USUAL.has(name) || OF_TRANSPORT.test(name)) return true;
  return (name === 'accept' && value === '*/*') || (name === 'accept-language' && value === '*');
}

function fit(told: readonly (readonly [string, string])[]): KeptHeaders {
  const kept = new Map<string, string>();
  let room = MOST_CHARACTERS;
  let left = 0;
  const inOrder = told.length < 4 ? told : told.toSorted(([one], [other]) => rank(one) - rank(other));
  for (const [name, value] of inOrder) {
    const isSecret = isCredential(name, value);
    const most = isSecret ? MOST_OF_CREDENTIAL : MOST_OF_VALUE;
    const text = value.slice(0, most);
    const size = name.length + (isSecret ? 0 : text.length);
    if (name === MORE_HEADERS) left += Number(value) || 0;
    else if (size > room) left += 1;
    else {
      room -= size;
      kept.set(name, text);
    }
  }
  if (left > 0) kept.set(MORE_HEADERS, String(left));
  return Object.fromEntries(kept);
}

function rank(name: string): number {
  return KNOWN.test(name) || CREDENTIAL.test(name) ? 0 : 1;
}

const CREDENTIAL =
  /(?:^|[-_])(?:authori[sz]ation|authentication|auth|cookie2?|token|jwt|secret|session(?:id)?|pass(?:word|wd|code)?|pin|otp|credentials?|signature|csrf|xsrf|sid|key)(?:$|[-_])|api-?key|set-cookie/u;
/** Challenges, and keys that open nothing. */
const OPEN = /authenticate$|dempot|cache-key|surrogate-key|routing-key|partition-key|-policy$/u;
const OF_SCHEME = /^(?:Bearer|Basic|Digest|Negotiate|NTLM|Token|ApiKey|AWS4-\S+)\s+\S|\beyJ[\w-]{5,}\./iu;

/** Whether a header proves who asks, or could: its value is told to nobody. */
export function isCredential(name: string, value: string): boolean {
  return (CREDENTIAL.test(name) && !OPEN.test(name)) || (!name.endsWith('authenticate') && OF_SCHEME.test(value));
}
