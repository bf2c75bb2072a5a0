import { clipText, isCredential } from '#domain';
import type { KeptHeaders } from '#domain';

/** Makes of headers as they were sent what may be told of them: secrets out, and what proves who asks told by its scheme and a number. */
export type HideCredentials = (headers: KeptHeaders) => KeptHeaders;

const MOST_OF_VALUE = 120;

/** Made once for an attempt: the same number stands for the same value, and tells nothing else of it. */
export function makeCredentialHider(clean: (text: string) => string): HideCredentials {
  const numbers = new Map<string, number>();
  const numberOf = (value: string): number => {
    const known = numbers.get(value) ?? numbers.size + 1;
    numbers.set(value, known);
    return known;
  };
  const tell = (name: string, value: string): string => {
    if (name === 'cookie') return hideCookies(value, numberOf);
    if (name === 'set-cookie') return hideCookie(value, numberOf);
    if (!isCredential(name, value)) return clipText(clean(value), MOST_OF_VALUE);
    const scheme = /^[A-Za-z][\w-]{1,15}(?= +\S)/u.exec(value)?.[0];
    return `${scheme === undefined ? '' : `${scheme} `}… (${numberOf(value)})`;
  };
  return (headers) =>
    Object.fromEntries(Object.entries(headers).map(([name, value]) => [clean(name), tell(name, value)]));
}

// Each with its name, so that one that was set is known when it is sent.
function hideCookies(value: string, numberOf: (value: string) => number): string {
  const cookies = value.split(/;\s*/u).slice(0, MOST_COOKIES);
  return cookies.map((one) => hideCookie(one, numberOf)).join('; ');
}

const MOST_COOKIES = 6;

/** What a cookie says of itself, and not what is in it. */
const ATTRIBUTES =
  /;\s*(HttpOnly|Secure|Partitioned|SameSite=\w{1,10}|Path=[\w/.-]{0,60}|Max-Age=-?\d{1,12})(?![\w=])/giu;

function hideCookie(value: string, numberOf: (value: string) => number): string {
  const [, name = '', content = ''] = /^\s*([\w.-]{1,60})=([^;]*)/u.exec(value) ?? [];
  const attributes = [...value.matchAll(ATTRIBUTES)].slice(0, 6).map(([, one]) => one);
  return [`${name}=… (${numberOf(content)})`, ...attributes].join('; ');
}
