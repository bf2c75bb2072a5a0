import { type Span, findSpans } from './spans.ts';

/** Stands in every text where a secret stood. */
export const REDACTED = '[redacted]';

/** Removes secrets once, where bytes enter: raw, base64, hex, URL- and JSON-escaped forms become `[redacted]`. For whole texts. */
export interface Redact {
  (text: string): string;
  /** The same forms as bytes, for output that comes in pieces. */
  readonly forms: readonly Buffer[];
}

/** Shorter values could not be told from ordinary text: a secret `1` would redact every digit one. */
export const MIN_SECRET_LENGTH = 4;
/** The certain middle of a base64 text shorter than this would meet ordinary words. */
const MIN_INNER_LENGTH = 6;

export function makeRedact(secrets: readonly string[]): Redact {
  const forms = [...new Set(secrets.filter((secret) => secret.length >= MIN_SECRET_LENGTH).flatMap(listForms))];
  const redact = (text: string): string => hideCredentials(replaceSpans(text, findSpans(text, forms)));
  return Object.assign(redact, { forms: forms.map((form) => Buffer.from(form)) });
}

const TOKEN = /eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]{16,}/gu;
const PASSWORD_IN_ADDRESS = /(\b[a-z][a-z0-9+.-]*:\/\/[^\s/@"'<>:]*:)[^\s/@"'<>]+@/giu;

/** What is a secret by its form, whoever made it: a signed token, a password in an address. */
export function hideCredentials(text: string): string {
  const withoutTokens = text.includes('eyJ') ? text.replace(TOKEN, REDACTED) : text;
  return withoutTokens.includes('@') ? withoutTokens.replace(PASSWORD_IN_ADDRESS, `$1${REDACTED}@`) : withoutTokens;
}

function replaceSpans(text: string, spans: readonly Span[]): string {
  let result = '';
  let from = 0;
  for (const span of spans) {
    result += text.slice(from, span.start) + REDACTED;
    from = span.end;
  }
  return from === 0 ? text : result + text.slice(from);
}

function listForms(original: string): readonly string[] {
  // A lone surrogate cannot come through a pipe: it arrives as U+FFFD.
  const secret = Buffer.from(original).toString();
  const inJson = JSON.stringify(secret).slice(1, -1);
  const inUrl = encodeURIComponent(secret);
  const inHex = Buffer.from(secret).toString('hex');
  return [
    secret,
    inJson,
    inJson.replaceAll('/', '\\/'),
    escapeNonAscii(inJson),
    inUrl,
    inUrl.replaceAll('%20', '+'),
    inUrl.replaceAll(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
    encodeURI(secret),
    // Stricter encoders escape these five as well (RFC 3986).
    inUrl.replaceAll(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`),
    inHex,
    inHex.toUpperCase(),
    ...listBase64Forms(Buffer.from(secret)),
  ];
}

/** Python's json.dumps and others write everything beyond ASCII so. */
function escapeNonAscii(text: string): string {
  return text.replaceAll(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Alone, and at each of the three places it can have in a longer text (`user:secret`): there only the inner characters are certain. */
function listBase64Forms(bytes: Buffer): readonly string[] {
  const whole = bytes.toString('base64');
  const inner = [0, 1, 2].map((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
    return text.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6));
  });
  return [whole, ...inner.filter((text) => text.length >= MIN_INNER_LENGTH)].flatMap((text) => [
    text,
    text.replaceAll('+', '-').replaceAll('/', '_'),
  ]);
}
